using System.Buffers;
using System.Xml;
using Carnet.Wire.Soap;
using Carnet.Wire.Xds;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Wire.Xds;

/// <summary>Invented messages of the usual shape, and the short ways to write and read one.</summary>
internal static class XdsSamples
{
    public const string Repository = "1.2.250.1.999.1";

    public static Author Doctor { get; } = new()
    {
        Person = new("899700000001", "DUPONT", "Élodie", "1.2.250.1.71.4.2.1", "D", "IDNPS"),
        Institutions = [new("CABINET DUPONT & FILS", "1.2.250.1.71.4.2.2", "IDNST", "499700000001001")],
        Roles = ["Médecin traitant"],
        Specialties = ["G15_10/SM26^Médecin - Qualifié en Médecine Générale (SM)^1.2.250.1.213.1.1.4.5"],
    };

    public static Cx Patient { get; } = new("279035121518989", "1.2.250.1.213.1.4.10", "NH");

    public static DocumentEntry Entry(int number = 1) => new()
    {
        EntryUuid = $"Document{number:00}",
        MimeType = "text/xml",
        Title = new($"Compte rendu n° {number} « suivi » & <bilan>", "fr-FR"),
        Comments = new("Sans particularité", "fr-FR"),
        Authors = [Doctor],
        ClassCode = new("10", "1.2.250.1.213.1.1.4.1", "Compte rendu"),
        TypeCode = new("11488-4", "2.16.840.1.113883.6.1", "CR de consultation"),
        FormatCode = new("urn:ihe:iti:xds-sd:pdf:2008", "1.3.6.1.4.1.19376.1.2.3", "PDF"),
        HealthcareFacilityTypeCode = new("SA07", "1.2.250.1.71.4.2.4", "Cabinet individuel"),
        PracticeSettingCode = new("AMBULATOIRE", "1.2.250.1.213.1.1.4.9", "Ambulatoire"),
        ConfidentialityCodes =
        [
            new("N", "2.16.840.1.113883.5.25", "Normal"), new("MASQUE_PS", "1.2.250.1.213.1.1.4.13", "Masqué"),
        ],
        EventCodes = [new("YYYY001", "1.2.250.1.213.2.5", "Acte")],
        PatientId = Patient,
        UniqueId = $"1.2.250.1.999.2.{number}",
        CreationTime = "20260301083000",
        ServiceStartTime = "20260301080000",
        ServiceStopTime = "20260301082500",
        LanguageCode = "fr-FR",
        LegalAuthenticator = Doctor.Person,
        SourcePatientId = Patient,
        SourcePatientInfo = ["PID-5|MARTIN^Zoé^^^^^L", "PID-7|19790312", "PID-8|F"],
        ReferenceIdList = ["ACC1^^^&1.2.250.1.999.3&ISO^urn:ihe:iti:xds:2013:accession"],
        Hash = "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        Size = 20_480,
        RepositoryUniqueId = Repository,
        ExtraSlots = [new("urn:example:extra", ["un", "deux"])],
    };

    /// <summary>As the registry sends it: with identifiers, status and version.</summary>
    public static DocumentEntry Registered(int number = 1) => Entry(number) with
    {
        EntryUuid = $"urn:uuid:00000000-0000-4000-8000-{number:000000000000}",
        LogicalId = $"urn:uuid:00000000-0000-4000-8000-{number:000000000000}",
        Version = 1,
        AvailabilityStatus = AvailabilityStatuses.Approved,
    };

    public static SubmissionSet Set { get; } = new()
    {
        EntryUuid = "Lot01",
        Title = new("Lot", "fr-FR"),
        Authors = [Doctor],
        ContentTypeCode = new("07", "1.2.250.1.213.2.2", "Consultation"),
        SubmissionTime = "20260301090000",
        PatientId = Patient,
        SourceId = "1.2.250.1.999.4",
        UniqueId = "1.2.250.1.999.5.1",
    };

    public static Association Member(string target = "Document01", string id = "a1")
        => new(id, AssociationTypes.HasMember, Set.EntryUuid, target)
        {
            Slots = [new("SubmissionSetStatus", "Original")],
        };

    public static SubmitObjectsRequest Submission { get; } = new(Set, [Entry()], [Member()]);

    public static ProvideAndRegisterDocumentSetRequest Provide { get; } =
        new(Submission, [new("Document01", "doc1@carnet")]);

    public static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static string Text(Action<IBufferWriter<byte>> write) => System.Text.Encoding.UTF8.GetString(Bytes(write));

    public static byte[] Envelope(string action, Action<IBufferWriter<byte>> body) => Bytes(output =>
        SoapEnvelopeWriter.Write(output, new(action, "urn:uuid:0190b6f0-0000-7000-8000-000000000001"), body));

    public static T Read<T>(string xml, Func<XmlReader, T> read) => Read(System.Text.Encoding.UTF8.GetBytes(xml), read);

    public static T Read<T>(byte[] xml, Func<XmlReader, T> read)
    {
        using var reader = SafeXml.Open(xml, XmlLimits.Envelope);
        return read(reader);
    }

    /// <summary>Writes, reads, writes again: equal bytes mean that nothing was lost.</summary>
    public static T RoundTrip<T>(Action<IBufferWriter<byte>> write, Func<XmlReader, T> read,
        Func<T, Action<IBufferWriter<byte>>> again)
    {
        var first = Bytes(write);
        var value = Read(first, read);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(first), Text(again(value)));
        return value;
    }

    public static string Refusal(Action act) => Assert.Throws<Carnet.Wire.WireFormatException>(act).Code;
}

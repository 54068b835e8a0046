using System.Buffers;
using Carnet.Wire.Xml;

namespace Carnet.Wire.Xds;

/// <summary>Writes registry objects with the prefix <c>rim</c>, which the caller declares.</summary>
/// <remarks>
/// On the hot path of ITI-18: literals are as long as they can be, and the object's id, which each of its children
/// repeats, is
/// encoded once. Order of children is that of the schema. Source: OASIS ebRIM 3.0 2, IHE ITI TF-3 4.2.3.
/// </remarks>
internal sealed class RimWriter(IBufferWriter<byte> output)
{
    private readonly Utf8XmlWriter _xml = new(output);
    private readonly ArrayBufferWriter<byte> _owner = new(64);
    private int _children;

    public void Raw(ReadOnlySpan<byte> markup) => _xml.Raw(markup);

    public Utf8XmlWriter Xml => _xml;

    public void DocumentEntry(DocumentEntry entry)
    {
        Own(entry.EntryUuid);
        _xml.Raw("<rim:ExtrinsicObject id=\""u8).Raw(_owner.WrittenSpan).Raw("\""u8);
        Identity(entry.LogicalId, entry.AvailabilityStatus, entry.HomeCommunityId);
        _xml.Raw(" objectType=\""u8).Value(entry.ObjectType).Raw("\" mimeType=\""u8).Value(entry.MimeType)
            .Raw("\">"u8);
        Slot("creationTime"u8, entry.CreationTime);
        Slot("hash"u8, entry.Hash);
        Slot("languageCode"u8, entry.LanguageCode);
        Slot("legalAuthenticator"u8, Text(entry.LegalAuthenticator));
        Slot("repositoryUniqueId"u8, entry.RepositoryUniqueId);
        Slot("serviceStartTime"u8, entry.ServiceStartTime);
        Slot("serviceStopTime"u8, entry.ServiceStopTime);
        if (entry.Size is { } size)
        {
            _xml.Raw("<rim:Slot name=\"size\"><rim:ValueList><rim:Value>"u8).Number(size)
                .Raw("</rim:Value></rim:ValueList></rim:Slot>"u8);
        }

        Slot("sourcePatientId"u8, Text(entry.SourcePatientId));
        Slot("sourcePatientInfo"u8, entry.SourcePatientInfo);
        Slot("urn:ihe:iti:xds:2013:referenceIdList"u8, entry.ReferenceIdList);
        Slots(entry.ExtraSlots);
        Names(entry.Title, entry.Comments, entry.Version);

        foreach (var author in entry.Authors)
        {
            Author("urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"u8, author);
        }

        Code("urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"u8, entry.ClassCode);
        Codes("urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"u8, entry.ConfidentialityCodes);
        Codes("urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4"u8, entry.EventCodes);
        Code("urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d"u8, entry.FormatCode);
        Code("urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1"u8, entry.HealthcareFacilityTypeCode);
        Code("urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead"u8, entry.PracticeSettingCode);
        Code("urn:uuid:f0306f51-975f-434e-a61c-c59651d33983"u8, entry.TypeCode);
        External("urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"u8, Text(entry.PatientId)!,
            "XDSDocumentEntry.patientId"u8);
        External("urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"u8, entry.UniqueId, "XDSDocumentEntry.uniqueId"u8);
        _xml.Raw("</rim:ExtrinsicObject>"u8);
    }

    public void SubmissionSet(SubmissionSet set)
    {
        Own(set.EntryUuid);
        _xml.Raw("<rim:RegistryPackage id=\""u8).Raw(_owner.WrittenSpan).Raw("\""u8);
        Identity(set.LogicalId, set.AvailabilityStatus, set.HomeCommunityId);
        _xml.Raw(" objectType=\"urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:RegistryPackage\">"u8);
        Slot("submissionTime"u8, set.SubmissionTime);
        Slot("intendedRecipient"u8, set.IntendedRecipients);
        Slots(set.ExtraSlots);
        Names(set.Title, set.Comments, set.Version);
        foreach (var author in set.Authors)
        {
            Author("urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d"u8, author);
        }

        Code("urn:uuid:aa543740-bdda-424e-8c96-df4873be8500"u8, set.ContentTypeCode);
        _xml.Raw("<rim:Classification classificationNode=\"urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd\" "u8);
        Belonging("classifiedObject"u8);
        _xml.Raw("/>"u8);
        External("urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446"u8, Text(set.PatientId)!,
            "XDSSubmissionSet.patientId"u8);
        External("urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832"u8, set.SourceId, "XDSSubmissionSet.sourceId"u8);
        External("urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8"u8, set.UniqueId, "XDSSubmissionSet.uniqueId"u8);
        _xml.Raw("</rim:RegistryPackage>"u8);
    }

    public void Association(Association association)
    {
        _xml.Raw("<rim:Association id=\""u8).Value(association.Id).Raw("\""u8)
            .Attribute("status"u8, association.AvailabilityStatus)
            .Raw(" objectType=\"urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Association\""u8)
            .Attribute("associationType"u8, association.Type)
            .Attribute("sourceObject"u8, association.Source)
            .Attribute("targetObject"u8, association.Target).Raw(">"u8);
        Slots(association.Slots);
        _xml.Raw("</rim:Association>"u8);
    }

    public void Slots(IReadOnlyList<Slot> slots)
    {
        for (var i = 0; i < slots.Count; i++)
        {
            _xml.Raw("<rim:Slot name=\""u8).Value(slots[i].Name).Raw("\">"u8);
            Values(slots[i].Values);
        }
    }

    private void Own(string id)
    {
        _owner.ResetWrittenCount();
        new Utf8XmlWriter(_owner).Value(id);
    }

    private void Identity(string? logicalId, string? status, string? home)
    {
        _xml.Attribute("lid"u8, logicalId).Attribute("status"u8, status).Attribute("home"u8, home);
    }

    // What was received goes out as it came in: a client may compare the text.
    private static string? Text(Cx? value) => value?.Raw ?? value?.ToString();

    private static string? Text(Xcn? value) => value?.Raw ?? value?.ToString();

    private void Slot(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _xml.Raw("<rim:Slot name=\""u8).Raw(name).Raw("\"><rim:ValueList><rim:Value>"u8).Text(value)
                .Raw("</rim:Value></rim:ValueList></rim:Slot>"u8);
        }
    }

    private void Slot(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            _xml.Raw("<rim:Slot name=\""u8).Raw(name).Raw("\">"u8);
            Values(values);
        }
    }

    private void Values(IReadOnlyList<string> values)
    {
        _xml.Raw("<rim:ValueList>"u8);
        for (var i = 0; i < values.Count; i++)
        {
            _xml.Raw("<rim:Value>"u8).Text(values[i]).Raw("</rim:Value>"u8);
        }

        _xml.Raw("</rim:ValueList></rim:Slot>"u8);
    }

    private void Names(LocalizedString? title, LocalizedString? comments, int? version)
    {
        if (title is not null)
        {
            _xml.Raw("<rim:Name>"u8);
            Localized(title);
            _xml.Raw("</rim:Name>"u8);
        }

        if (comments is not null)
        {
            _xml.Raw("<rim:Description>"u8);
            Localized(comments);
            _xml.Raw("</rim:Description>"u8);
        }

        if (version is { } number)
        {
            _xml.Raw("<rim:VersionInfo versionName=\""u8).Number(number).Raw("\"/>"u8);
        }
    }

    private void Localized(LocalizedString text)
    {
        _xml.Raw("<rim:LocalizedString"u8).Attribute("xml:lang"u8, text.Lang).Attribute("value"u8, text.Value)
            .Raw("/>"u8);
    }

    private void Author(ReadOnlySpan<byte> scheme, Author author)
    {
        Classification(scheme, "");
        Slot("authorPerson"u8, Text(author.Person));
        if (author.Institutions.Count > 0)
        {
            _xml.Raw("<rim:Slot name=\"authorInstitution\"><rim:ValueList>"u8);
            for (var i = 0; i < author.Institutions.Count; i++)
            {
                var institution = author.Institutions[i];
                _xml.Raw("<rim:Value>"u8).Text(institution.Raw ?? institution.ToString()).Raw("</rim:Value>"u8);
            }

            _xml.Raw("</rim:ValueList></rim:Slot>"u8);
        }

        Slot("authorRole"u8, author.Roles);
        Slot("authorSpecialty"u8, author.Specialties);
        Slot("authorTelecommunication"u8, author.Telecommunications);
        _xml.Raw("</rim:Classification>"u8);
    }

    private void Codes(ReadOnlySpan<byte> scheme, IReadOnlyList<CodedValue> codes)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            Code(scheme, codes[i]);
        }
    }

    private void Code(ReadOnlySpan<byte> scheme, CodedValue code)
    {
        Classification(scheme, code.Code);
        _xml.Raw("<rim:Slot name=\"codingScheme\"><rim:ValueList><rim:Value>"u8).Text(code.CodingScheme)
            .Raw("</rim:Value></rim:ValueList></rim:Slot>"u8);
        if (code.DisplayName is { } display)
        {
            _xml.Raw("<rim:Name><rim:LocalizedString value=\""u8).Value(display).Raw("\"/></rim:Name>"u8);
        }

        _xml.Raw("</rim:Classification>"u8);
    }

    private void Classification(ReadOnlySpan<byte> scheme, string code)
    {
        _xml.Raw("<rim:Classification classificationScheme=\""u8).Raw(scheme).Raw("\" nodeRepresentation=\""u8)
            .Value(code).Raw("\" "u8);
        Belonging("classifiedObject"u8);
        _xml.Raw(" objectType=\"urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Classification\">"u8);
    }

    private void External(ReadOnlySpan<byte> scheme, string value, ReadOnlySpan<byte> name)
    {
        _xml.Raw("<rim:ExternalIdentifier identificationScheme=\""u8).Raw(scheme).Raw("\" value=\""u8).Value(value)
            .Raw("\" "u8);
        Belonging("registryObject"u8);
        _xml.Raw(" objectType=\"urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:ExternalIdentifier\">"u8)
            .Raw("<rim:Name><rim:LocalizedString value=\""u8).Raw(name)
            .Raw("\"/></rim:Name></rim:ExternalIdentifier>"u8);
    }

    /// <summary>Child ids hold within the message only: nobody refers to them, yet the schema wants them.</summary>
    private void Belonging(ReadOnlySpan<byte> attribute)
    {
        _xml.Raw("id=\"c"u8).Number(++_children).Raw("\" "u8).Raw(attribute).Raw("=\""u8).Raw(_owner.WrittenSpan)
            .Raw("\""u8);
    }
}

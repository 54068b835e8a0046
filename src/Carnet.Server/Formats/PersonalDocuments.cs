using Carnet.Domain.Common;
using Carnet.Domain.Documents;
using Carnet.Domain.Identity;
using Carnet.Server.Features.Documents.Personal;
using Carnet.Wire;
using Carnet.Wire.Cda;
using Carnet.Wire.Cda.Drafting;
using Carnet.Wire.Files;

namespace Carnet.Server.Formats;

/// <summary>What people add, as clinical documents of the minimal structure.</summary>
/// <remarks>The person is author and signatory; the value set has a code of its own for it. Source: CI-SIS Structuration minimale.</remarks>
internal sealed class PersonalDocuments : IPersonalDocuments
{
    private const string PatientSystem = "1.2.250.1.213.1.1.4.6";
    private const string FormatSystem = "1.3.6.1.4.1.19376.1.2.3";

    private static readonly CdaCode Patient = new("EXP_PATIENT", PatientSystem, "Expression personnelle du patient");
    private static readonly Code PatientCode = new("EXP_PATIENT", PatientSystem, "Expression personnelle du patient");

    public Outcome<PersonalBody> Take(IReadOnlyList<ReadOnlyMemory<byte>> files)
    {
        try
        {
            if (files is [var only] && PdfCheck.IsOne(only.Span))
            {
                PdfCheck.Demand(only.Span);
                return new PersonalBody.File("application/pdf", only);
            }

            return files.Any(file => PdfCheck.IsOne(file.Span)) ? PersonalFailures.TooMany
                : files.All(file => JpegPicture.IsOne(file.Span) || PngPicture.IsOne(file.Span))
                    ? new PersonalBody.File("application/pdf", PicturePdf.Write(files))
                : files.Any(file => HeicPicture.IsOne(file.Span)) ? PersonalFailures.Heic
                    : PersonalFailures.Unknown;
        }
        catch (WireFormatException unfit)
        {
            return PersonalFailures.Unfit(unfit.Code, unfit.Message);
        }
    }

    public byte[] Write(PersonalDocument document)
    {
        var traits = document.Traits;
        var name = traits.UsedName ?? traits.BirthName;
        var author = new CdaActor(null, null, null, [new CdaId(document.Patient.Oid, document.Patient.Value)], Patient,
            new CdaPersonName(null, traits.FirstGivenName, name, null), null, new CdaOrganization([], name, Patient));
        return CdaWriter.Write(new CdaDraft
        {
            Id = new CdaId(document.UniqueId, null),
            SetId = new CdaId(document.SetId, null),
            Version = document.Version,
            Replaces = document.Replaces is { } replaced ? Id(replaced) : null,
            Code = new CdaCode(document.Type.Code, document.Type.CodeSystem, document.Type.Label),
            Title = document.Title,
            Created = document.Created,
            Patient = new CdaPatient(
                [new CdaId(document.Patient.Oid, document.Patient.Value)], traits.BirthName, traits.UsedName, traits.GivenNames,
                traits.FirstGivenName, traits.FirstGivenName, traits.Sex switch { Sex.Male => "M", Sex.Female => "F", _ => "UN" },
                CdaTime.Parse(traits.BirthDate.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture)),
                traits.BirthPlace, null, null),
            Author = author,
            Custodian = new CdaOrganization([new CdaId(document.Patient.Oid, document.Patient.Value)], "Carnet", null),
            Act = new CdaDraftAct(null, document.Created, document.Created, Patient),
            Encounter = new CdaDraftEncounter(new CdaCode("AMB", CdaOids.ActCodes, "Ambulatoire"), document.Created,
                document.Created, Patient),
            Sections = document.Body is PersonalBody.Words words ? [.. words.Sections.Select(Section)] : [],
            Content = document.Body is PersonalBody.File file ? new CdaDraftContent(file.MediaType, file.Bytes) : null,
        });
    }

    public DocumentDescription Describe(PersonalDocument document)
    {
        var time = document.Created.UtcDateTime.ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture);
        return new DocumentDescription
        {
            Title = document.Title,
            Authors =
            [
                new DocumentAuthor(document.Patient.Value, document.Patient.Oid, "NH",
                    document.Traits.UsedName ?? document.Traits.BirthName,
                    document.Traits.FirstGivenName, null, null, null, PatientCode),
            ],
            Format = document.Body is PersonalBody.File
                ? new Code("urn:ihe:iti:xds-sd:pdf:2008", FormatSystem, "Document à corps non structuré en PDF")
                : new Code("urn:asipSante:modelesHorsProfils:2011", "1.2.250.1.213.1.1.4.2.282",
                    "Document structuré hors profil"),
            FacilityType = PatientCode,
            PracticeSetting = PatientCode,
            Confidentiality = new Code("N", MarkCodes.BaseSystem, "Normal"),
            LanguageCode = "fr-FR",
            ServiceStart = document.Created,
            CreationTime = time,
            ServiceStartTime = time,
        };
    }

    public IReadOnlyList<(string Title, IReadOnlyList<string> Lines)> Read(Stream content)
        => [.. CdaNarrative.Read(content).Select(section => (section.Title, section.Items))];

    private static CdaDraftSection Section(PersonalSection section) => new(
        new CdaCode(section.Loinc, CdaOids.Loinc, section.Title), section.Title,
        section.IsList ? [new CdaDraftList(false, section.Lines)]
            : [.. section.Lines.Select(line => new CdaDraftParagraph(line))], []);

    private static CdaId Id(string uniqueId)
    {
        var mark = uniqueId.IndexOf('^', StringComparison.Ordinal);
        return mark < 0 ? new CdaId(uniqueId, null) : new CdaId(uniqueId[..mark], uniqueId[(mark + 1)..]);
    }
}

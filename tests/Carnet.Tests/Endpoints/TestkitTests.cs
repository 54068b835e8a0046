using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Carnet.Client;
using Carnet.Tests.Support;
using Carnet.Wire.Xds;
using Carnet.Wire.Xml;

namespace Carnet.Tests.Endpoints;

/// <summary>
/// The NIST test kit for registries and repositories, sent through the door: docs/integration/testkit.md says of every step what
/// was expected, what came, and why where it differs. <c>CARNET_UPDATE_DOCS=1</c> writes it anew.
/// </summary>
/// <remarks>
/// As its own engine does, the test fills in identifiers, patients and codes before it sends: the descriptions of documents and of
/// the set are those of a genuine French submission, while what a test is about (the objects, their links, versions, hashes and
/// queries) stays the kit's. Metadata in ebRIM 2.1, in which most of it is written, is turned into 3.0.
/// </remarks>
[Trait("Category", "corpus")]
public sealed partial class TestkitTests
{
    private const string Hospital = "ch-kerlann";
    private const string Doctor = "claire-kerscaven";
    private const string Set = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd";
    private static readonly XNamespace Rim = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0";
    private static readonly XNamespace Lcm = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0";
    private static readonly string Page = Path.Combine(Corpus.Repository, "docs", "integration", "testkit.md");

    private static readonly Dictionary<string, string> Transactions = new(StringComparer.Ordinal)
    {
        ["StoredQueryTransaction"] = "ITI-18",
        ["ProvideAndRegisterTransaction"] = "ITI-41",
        ["RetrieveTransaction"] = "ITI-43",
        ["MuTransaction"] = "ITI-57",
    };

    private static readonly Dictionary<string, string> OutOfScope = new(StringComparer.Ordinal)
    {
        ["RegisterTransaction"] = "ITI-42: registry and repository of a DMP are one, and it takes documents by ITI-41 alone",
        ["RegisterODDETransaction"] = "ITI-61, documents on demand: no such documents in a DMP",
        ["PatientIdentityFeedTransaction"] = "ITI-8: a person is known by their opened record (TD1.1)",
        ["PatientMoveTransaction"] = "ITI-64, one patient becomes another: identities are settled with the INS teleservice",
        ["RemoveMetadataTransaction"] = "ITI-62: nothing is removed from outside; a document is deleted by ITI-57 (TD3.3)",
        ["RdTransaction"] = "ITI-86, removal of documents: as for ITI-62",
        ["RmuTransaction"] = "ITI-92, restricted update: TD3.3 is ITI-57",
        ["XCRmuTransaction"] = "ITI-92 across communities: one community",
        ["XCQTransaction"] = "ITI-38: one community",
        ["XCRTransaction"] = "ITI-39: one community",
        ["XcpdTransaction"] = "ITI-55: one community",
        ["IGQTransaction"] = "ITI-18 to an initiating gateway: one community",
        ["IGRTransaction"] = "ITI-43 to an initiating gateway: one community",
        ["MPQTransaction"] = "ITI-51, many patients at once: a record is asked for one by one",
        ["XDRProvideAndRegisterTransaction"] = "XDR: no such door",
        ["DirectTransaction"] = "Direct: no such door",
        ["SimpleTransaction"] = "not an exchange with a registry",
        ["HttpTransaction"] = "a recorded transmission with addresses of its engine; MTOM is held against xds-messages",
        ["NullTransaction"] = "a look of the engine at its own report; nothing is sent",
    };

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        [""] = "no folders are kept, so that another patient's is not found either",
        ["xds.folder"] = "a DMP has no folders",
        ["soap.status-change"] = "a document is outdated by its replacement alone; TD3.3 archives, deletes and takes back",
        ["document.outdated"] = "only the newest version changes, and none comes back before it",
        ["document.association-refused"] = "of the links between documents a DMP knows replacement alone (DP 3.4)",
        ["xds.association-target"] = "an update names one object that it carries, or one document; links alone are not submitted",
        ["xds.association-self"] = "membership of a folder, which a DMP has not",
        ["xds.association-source"] = "membership of a folder, which a DMP has not",
        ["soap.unknown-repository"] = "REPID is the name that its engine puts in",
    };

    [CorpusFact]
    public async Task Every_step_of_the_test_kit_that_applies_is_answered_as_the_page_says()
    {
        await using var town = await SoapServer.StartAsync();
        var known = await KnownAsync(town);
        List<Result> results = [];
        foreach (var plan in Corpus.Files("xds-testkit/nist-toolkit/tests", "testplan.xml"))
        {
            foreach (var step in StepsOf(plan))
            {
                results.Add(await TryAsync(town, known, step));
            }
        }

        Assert.DoesNotContain(results, result => result.Came.StartsWith("server.", StringComparison.Ordinal));
        var made = Write(results);
        if (Environment.GetEnvironmentVariable("CARNET_UPDATE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(Page, made);
        }

        Assert.Equal(await File.ReadAllTextAsync(Page), made);
    }

    private static async Task<Known> KnownAsync(SoapServer town)
    {
        var patient = await town.OpenRecordAsync();
        await town.As(Doctor).AllowAsync(patient);
        var set = await town.As(Doctor).DepositAsync(patient, patient.Document(town.As(Doctor).Card));
        return new Known(patient, (await town.As(Doctor).ListAsync(patient))[0], set.Metadata.SubmissionSet);
    }

    private static IEnumerable<Step> StepsOf(string plan)
    {
        var root = Parse(File.ReadAllBytes(plan));
        var test = Path.GetRelativePath(
            Path.Combine(Corpus.Root, "xds-testkit", "nist-toolkit", "tests"), Path.GetDirectoryName(plan)!).Replace('\\', '/');
        return
            from step in root.Elements("TestStep")
            from transaction in step.Elements().Where(one => one.Name.LocalName.EndsWith("Transaction", StringComparison.Ordinal))
            select new Step(
                test, (string?)step.Attribute("id") ?? "", transaction.Name.LocalName, Path.GetDirectoryName(plan)!,
                transaction.Element("MetadataFile")?.Value.Trim(),
                string.Join(", ", step.Elements("ExpectedStatus").Select(one => one.Value.Trim())
                    .Concat(step.Elements("ExpectedErrorCode").Select(one => one.Value.Trim()))));
    }

    private static async Task<Result> TryAsync(SoapServer town, Known known, Step step)
    {
        if (OutOfScope.TryGetValue(step.Kind, out var reason))
        {
            return new Result(step, "", "", "", reason);
        }

        var file = step.File is null ? null : Path.Combine(step.Folder, step.File);
        if (!File.Exists(file))
        {
            return new Result(step, "", "", "", "its message is not in the kit");
        }

        // What changes something has a record of its own: what one step leaves must not decide another.
        var (transaction, shared) = (Transactions[step.Kind], known);
        known = transaction is "ITI-57" ? await KnownAsync(town) : shared;
        var kit = Parse(Encoding.UTF8.GetBytes(Filled(await File.ReadAllTextAsync(file), known).TrimStart()));
        var (status, error, code) = transaction switch
        {
            "ITI-18" => await AnswerAsync(town, Doctor, Body(town.As(Doctor).Messages.Query(
                known.Patient.Call, DocumentQueries.FindDocuments(known.Patient.Cx)), kit)),
            "ITI-43" => await AnswerAsync(town, Doctor, Body(town.As(Doctor).Messages.Retrieve(
                known.Patient.Call, new RetrieveDocumentSetRequest([])), kit)),
            "ITI-57" => await AnswerAsync(town, Doctor, Updated(town, known, kit)),
            _ => await DepositAsync(town, step, kit),
        };
        var same = status == step.Expected.Split(", ")[0];
        return new Result(step, status, error, code, same ? "" : Reasons.GetValueOrDefault(code, code));
    }

    private static async Task<(string Status, string Error, string Code)> DepositAsync(SoapServer town, Step step, XElement kit)
    {
        var patient = await town.OpenRecordAsync();
        var card = town.As(Hospital).Card;
        var objects = Modern(kit);
        var documents = Math.Max(1, objects.Elements(Rim + "ExtrinsicObject").Count());
        var genuine = Enumerable.Range(0, documents).Select(_ => patient.Document(card)).ToList();
        if (objects.Elements(Rim + "Association").FirstOrDefault(IsReplacement) is { } arrow)
        {
            var old = patient.Document(card);
            var submitted = await town.As(Hospital).DepositAsync(patient, old);
            await town.As(Doctor).AllowAsync(patient);
            var entry = (await town.As(Doctor).ListAsync(patient)).Single(one => one.UniqueId == submitted.Metadata.DocumentEntries[0].UniqueId);
            genuine[0] = patient.Document(card, replaces: old);
            arrow.SetAttributeValue("targetObject", entry.EntryUuid);
        }

        var message = town.As(Hospital).Messages.ProvideAndRegister(patient.Call, patient.Set(card, genuine));
        return await AnswerAsync(town, Hospital, Within(message, "SubmitObjectsRequest", own => Merged(objects, own, step.Test,
            Convert.ToHexString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, genuine[0].Bytes.Span)))));

        static bool IsReplacement(XElement arrow)
            => (string?)arrow.Attribute("associationType") == AssociationTypes.Replace && (string?)arrow.Attribute("targetObject") is { } target
                && target.StartsWith("urn:uuid:", StringComparison.Ordinal);
    }

    private static DmpMessage Updated(SoapServer town, Known known, XElement kit)
    {
        var doctor = town.As(Doctor);
        var message = doctor.Messages.Update(known.Patient.Call, DocumentUpdate.Marks(
            doctor.Card, known.Patient.Cx, known.Entry, Carnet.Domain.Documents.Marks.MaskedToProfessionals, TimeProvider.System.GetUtcNow()));
        return Within(message, "SubmitObjectsRequest", genuine => Merged(Modern(kit), genuine, ""));
    }

    private static async Task<(string Status, string Error, string Code)> AnswerAsync(SoapServer town, string slug, DmpMessage message)
    {
        using var response = await town.As(slug).SendAsync(message, default);
        var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());
        var code = CodeContext().Match(text) is { Success: true } error ? error.Groups[1].Value
            : FaultDetail().Match(text) is { Success: true } fault ? fault.Groups[1].Value : "";
        var status = Status().Match(text) is { Success: true } said ? said.Groups[1].Value : "Failure";
        return (status, ErrorCode().Match(text).Groups[1].Value, code);
    }

    /// <summary>Links, numbers and versions of the kit around the descriptions of a genuine submission.</summary>
    private static XElement Merged(XElement kit, XElement genuine, string test, string hash = "")
    {
        var own = genuine.Element(Rim + "RegistryObjectList")!;
        var described = new Queue<XElement>(own.Elements(Rim + "ExtrinsicObject"));
        var sets = kit.Elements(Rim + "Classification").Concat(kit.Descendants(Rim + "Classification"))
            .Where(one => (string?)one.Attribute("classificationNode") == Set)
            .Select(one => (string?)one.Attribute("classifiedObject")).ToHashSet();
        Dictionary<string, string> renamed = new(StringComparer.Ordinal);
        foreach (var one in kit.Elements().ToList())
        {
            var id = (string?)one.Attribute("id");
            var like = one.Name == Rim + "ExtrinsicObject" ? described.TryDequeue(out var next) ? next : null
                : one.Name == Rim + "RegistryPackage" && sets.Contains(id) ? own.Element(Rim + "RegistryPackage") : null;
            if (like is null)
            {
                continue;
            }

            var made = new XElement(like);
            made.SetAttributeValue("lid", (string?)one.Attribute("lid"));
            renamed[id ?? ""] = (string)like.Attribute("id")!;
            // Right for the kit's own text files, its hashes and sizes are wrong for ours: as the wrong ones they serve.
            var wrong = one.Elements(Rim + "Slot").Where(slot => (string?)slot.Attribute("name") is { } name
                && (test == $"11981/submit_bad_{name}" || test == $"12369/{name}")).ToList();
            if (test is "11981/submit_uppercase_hash")
            {
                wrong.Add(new XElement(Rim + "Slot", new XAttribute("name", "hash"),
                    new XElement(Rim + "ValueList", new XElement(Rim + "Value", hash))));
            }

            made.Elements(Rim + "Slot").Where(slot => wrong.Exists(other => (string?)other.Attribute("name") == (string?)slot.Attribute("name")))
                .Remove();
            made.AddFirst(wrong);
            one.ReplaceWith(made);
        }

        // The parts of the message are named by the genuine submission.
        foreach (var end in kit.Descendants().Attributes().Where(at => renamed.ContainsKey(at.Value)))
        {
            end.Value = renamed[end.Value];
        }

        kit.Elements(Rim + "Classification").Where(one => (string?)one.Attribute("classificationNode") == Set).Remove();
        return new XElement(Lcm + "SubmitObjectsRequest", kit);
    }

    /// <summary>The list of registry objects in ebRIM 3.0.</summary>
    private static XElement Modern(XElement kit)
    {
        var list = kit.DescendantsAndSelf().First(one => one.Name.LocalName is "LeafRegistryObjectList" or "RegistryObjectList");
        var made = new XElement(Rim + "RegistryObjectList",
            list.Elements().Where(one => one.Name.LocalName is not "ObjectRef").Select(Renamed));
        var number = 0;
        foreach (var one in made.Descendants().Where(one => one.Name.LocalName is "Classification" or "ExternalIdentifier" or "Association"))
        {
            one.SetAttributeValue("id", (string?)one.Attribute("id") ?? string.Create(CultureInfo.InvariantCulture, $"kit{++number}"));
        }

        foreach (var type in made.Elements(Rim + "Association").Attributes("associationType").Where(type => !type.Value.Contains(':', StringComparison.Ordinal)))
        {
            type.Value = type.Value is "HasMember" ? AssociationTypes.HasMember : "urn:ihe:iti:2007:AssociationType:" + type.Value;
        }

        return made;

        static XElement Renamed(XElement one) => new(
            Rim + one.Name.LocalName, one.Attributes().Where(at => !at.IsNamespaceDeclaration), one.Nodes().Where(node => node is not XComment)
                .Select(node => node is XElement child ? Renamed(child) : node));
    }

    private static DmpMessage Body(DmpMessage message, XElement body) => Within(
        message, body.Name.LocalName, _ => body);

    private static DmpMessage Within(DmpMessage message, string element, Func<XElement, XElement> change)
    {
        var bytes = message.Bytes.ToArray();
        var text = Encoding.Latin1.GetString(bytes);
        var whole = new Regex($"<((?:\\w+:)?){element}[ >].*?</\\1{element}>|<((?:\\w+:)?){element}[^>]*/>", RegexOptions.Singleline).Match(text);
        var genuine = Parse(bytes[whole.Index..(whole.Index + whole.Length)]);
        var made = Encoding.UTF8.GetBytes(change(genuine).ToString(SaveOptions.DisableFormatting));
        return message with { Bytes = (byte[])[.. bytes[..whole.Index], .. made, .. bytes[(whole.Index + whole.Length)..]] };
    }

    private static XElement Parse(byte[] utf8)
    {
        using var reader = SafeXml.Open(utf8, XmlLimits.Document);
        return XElement.Load(reader);
    }

    /// <summary>The engine's variables, by what their names say they are.</summary>
    private static string Filled(string text, Known known) => Variable().Replace(text, variable =>
    {
        var name = variable.Groups[1].Value.ToUpperInvariant();
        return name switch
        {
            _ when name.Contains("PATIENT", StringComparison.Ordinal) || name is "PID" or "PID1" or "PID2"
                => known.Patient.Cx.ToString().Replace("&", "&amp;", StringComparison.Ordinal),
            _ when name.Contains("HOME", StringComparison.Ordinal) => "urn:oid:1.2.250.1.213.4.999",
            _ when name.StartsWith("REP", StringComparison.Ordinal) => DmpTestClient.Repository,
            _ when name.StartsWith("SS", StringComparison.Ordinal) => known.Set.UniqueId,
            _ when name.Contains("UUID", StringComparison.Ordinal) || name is "DOCUMENT01" or "DOCUMENT02" => known.Entry.EntryUuid,
            "LID" => known.Entry.LogicalId!,
            _ when name.Contains("UID", StringComparison.Ordinal) || name.Contains("UNIQUE", StringComparison.Ordinal) => known.Entry.UniqueId,
            _ => variable.Value,
        };
    });

    private static string Write(List<Result> results)
    {
        var page = new StringBuilder("""
            # The NIST test kit, step by step

            Made by `TestkitTests`, which sends every step through the SOAP door; do not edit. The kit (usnistgov/iheos-toolkit2) is the
            American conformance test of XDS registries and repositories. Its engine fills in identifiers, patients and codes; ours also
            puts the descriptions of a genuine French submission in place of the kit's, since a DMP takes French codes and CDA alone. What a
            step is about stays as it is. Queries name one document and one set of the record, so that an answer may be empty.

            ## What applies

            | transaction | steps | as the kit expects | otherwise, for the reason below |
            | --- | --- | --- | --- |

            """);
        var applied = results.Where(one => one.Status.Length > 0).ToList();
        foreach (var of in applied.GroupBy(one => Transactions[one.Step.Kind]).OrderBy(of => of.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {of.Key} | {of.Count()} | {of.Count(one => one.Why.Length == 0)} | {of.Count(one => one.Why.Length > 0)} |\n");
        }

        page.Append("\n## Answered otherwise than the kit expects\n\n| transaction | step | expected | answered | why |\n| --- | --- | --- | --- | --- |\n");
        foreach (var one in applied.Where(one => one.Why.Length > 0))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {Transactions[one.Step.Kind]} | {one.Step.Test} {one.Step.Id} | {one.Step.Expected} | {one.Status} | {one.Why} |\n");
        }

        page.Append("\n## Refused as the kit expects\n\n| transaction | step | expected | answered | our code |\n| --- | --- | --- | --- | --- |\n");
        foreach (var one in applied.Where(one => one.Why.Length == 0 && one.Status != "Success"))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {Transactions[one.Step.Kind]} | {one.Step.Test} {one.Step.Id} | {one.Step.Expected} | {one.Error} | `{one.Came}` |\n");
        }

        page.Append("\n## What does not apply\n\n| why | steps | tests |\n| --- | --- | --- |\n");
        foreach (var of in results.Where(one => one.Status.Length == 0).GroupBy(one => one.Why).OrderBy(of => of.Key, StringComparer.Ordinal))
        {
            var tests = of.Select(one => one.Step.Test.Split('/')[0]).Distinct().Order(StringComparer.Ordinal);
            page.Append(CultureInfo.InvariantCulture, $"| {of.Key} | {of.Count()} | {string.Join(", ", tests)} |\n");
        }

        return page.ToString();
    }

    private sealed record Known(TestPatient Patient, DocumentEntry Entry, SubmissionSet Set);

    private sealed record Step(string Test, string Id, string Kind, string Folder, string? File, string Expected);

    private sealed record Result(Step Step, string Status, string Error, string Came, string Why);

    [GeneratedRegex(@"\$(\w+)\$")]
    private static partial Regex Variable();

    [GeneratedRegex("errorCode=\"(\\w+)\"")]
    private static partial Regex ErrorCode();

    [GeneratedRegex("codeContext=\"([a-z]+(?:\\.[a-z0-9-]+)+) : ")]
    private static partial Regex CodeContext();

    [GeneratedRegex(@"Type:(Success|PartialSuccess|Failure)""")]
    private static partial Regex Status();

    [GeneratedRegex(@">(?:\w+:)?([a-z]+(?:\.[a-z0-9-]+)+)<")]
    private static partial Regex FaultDetail();
}

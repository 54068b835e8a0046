using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Carnet.Client;
using Carnet.Domain.Access;
using Carnet.Wire;

namespace Carnet.Tests.Architecture;

/// <summary>Which room may name which. This table is the architecture; docs/architecture.md explains it.</summary>
public sealed partial class RoomTests
{
    private const string Doors = "Carnet.Server.Endpoints Carnet.Server.Portals";

    /// <summary>Folder under <c>src/</c>, then the namespaces that no file in it may name.</summary>
    public static TheoryData<string, string> Walls => new()
    {
        { "Carnet.Domain", "Carnet.Wire Carnet.Client Carnet.Server Microsoft. System.Net System.IO" },
        { "Carnet.Wire", "Carnet.Domain Carnet.Client Carnet.Server Microsoft." },
        { "Carnet.Client", "Carnet.Server Microsoft." },
        { "Carnet.Server/Platform", $"Carnet.Client Carnet.Server.Features Carnet.Server.Formats Carnet.Server.Demo {Doors}" },
        { "Carnet.Server/Features", $"Carnet.Wire Carnet.Client Carnet.Server.Formats Carnet.Server.Demo Microsoft.AspNetCore {Doors}" },
        { "Carnet.Server/Formats", $"Carnet.Client Microsoft.AspNetCore Microsoft.EntityFrameworkCore {Doors}" },
        { "Carnet.Server/Endpoints", "Carnet.Server.Portals Microsoft.EntityFrameworkCore" },
        { "Carnet.Server/Portals", "Carnet.Wire Carnet.Client Carnet.Server.Endpoints Microsoft.EntityFrameworkCore" },
    };

    [Theory, MemberData(nameof(Walls))]
    public void Room_keeps_to_its_walls(string room, string forbidden)
    {
        var walls = forbidden.Split(' ');
        Assert.Empty(
            from name in Named(room)
            where walls.Any(wall => name.Used.StartsWith(wall, StringComparison.Ordinal))
            select $"{name.File} names {name.Used}");
    }

    // A hospital's message is described as its software would describe it; nothing there is signed or sent.
    [Fact]
    public void Of_the_client_the_doors_for_machines_know_the_mapping_alone()
    {
        var used = Named("Carnet.Server/Endpoints").Select(name => name.Used).Where(name => name.StartsWith("Carnet.Client", StringComparison.Ordinal));
        Assert.Equal(["Carnet.Client.Metadata"], used.Distinct());
    }

    [Fact]
    public void The_client_needs_the_rules_and_the_formats_and_no_package()
        => Assert.Equal(
            ["Carnet.Domain", "Carnet.Wire"],
            typeof(DmpClient).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)
                .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void No_file_is_longer_than_400_lines()
        => Assert.Empty(SourceTree.Files().Where(file => File.ReadLines(file).Count() > 400).Select(SourceTree.Name));

    [Fact]
    public void Every_public_type_of_the_libraries_says_what_it_is()
    {
        foreach (var assembly in (Assembly[])[typeof(Caller).Assembly, typeof(WireFormatException).Assembly, typeof(DmpClient).Assembly])
        {
            using var stream = File.OpenRead(Path.ChangeExtension(assembly.Location, ".xml"));
            var described = XDocument.Load(stream).Descendants("member")
                .Where(member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
                .Select(member => member.Attribute("name")!.Value).ToHashSet();
            var silent = assembly.GetExportedTypes()
                .Where(type => !type.IsNested && !described.Contains("T:" + type.FullName)).Select(type => type.FullName);
            Assert.Empty(silent);
        }
    }

    private static IEnumerable<(string File, string Used)> Named(string room)
        => (from file in SourceTree.Files(room)
            from Match use in Names().Matches(WithoutComments().Replace(File.ReadAllText(file), ""))
            select (SourceTree.Name(file), use.Value)).Distinct();

    [GeneratedRegex(@"\bCarnet\.Client\b[\w.]*|\b(?:Carnet\.(?:Domain|Wire|Server)|Microsoft|System\.(?:Net|IO))\.[\w.]+")]
    private static partial Regex Names();

    [GeneratedRegex(@"//[^\n]*|""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex WithoutComments();
}

using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
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
        { "Carnet.Domain", "Carnet.Wire Carnet.Server Microsoft. System.Net System.IO" },
        { "Carnet.Wire", "Carnet.Domain Carnet.Server Microsoft." },
        { "Carnet.Server/Platform", $"Carnet.Server.Features Carnet.Server.Formats Carnet.Server.Demo {Doors}" },
        { "Carnet.Server/Features", $"Carnet.Wire Carnet.Server.Formats Carnet.Server.Demo Microsoft.AspNetCore {Doors}" },
        { "Carnet.Server/Formats", $"Microsoft.AspNetCore Microsoft.EntityFrameworkCore {Doors}" },
        { "Carnet.Server/Endpoints", "Carnet.Server.Portals Microsoft.EntityFrameworkCore" },
        { "Carnet.Server/Portals", "Carnet.Wire Carnet.Server.Endpoints Microsoft.EntityFrameworkCore" },
    };

    [Theory, MemberData(nameof(Walls))]
    public void Room_keeps_to_its_walls(string room, string forbidden)
    {
        var walls = forbidden.Split(' ');
        var breaches =
            from file in SourceTree.Files(room)
            from Match use in Names().Matches(WithoutComments().Replace(File.ReadAllText(file), ""))
            where walls.Any(wall => use.Value.StartsWith(wall, StringComparison.Ordinal))
            select $"{SourceTree.Name(file)} names {use.Value}";
        Assert.Empty(breaches.Distinct());
    }

    [Fact]
    public void No_file_is_longer_than_400_lines()
        => Assert.Empty(SourceTree.Files().Where(file => File.ReadLines(file).Count() > 400).Select(SourceTree.Name));

    [Fact]
    public void Every_public_type_of_the_pure_rooms_says_what_it_is()
    {
        foreach (var assembly in (Assembly[])[typeof(Caller).Assembly, typeof(WireFormatException).Assembly])
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

    [GeneratedRegex(@"\b(?:Carnet\.(?:Domain|Wire|Server)|Microsoft|System\.(?:Net|IO))\.[\w.]+")]
    private static partial Regex Names();

    [GeneratedRegex(@"//[^\n]*|""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex WithoutComments();
}

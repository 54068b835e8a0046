namespace Carnet.Bench.World;

/// <summary>The data folder of the server and the database behind it.</summary>
internal sealed record ServerData(string Folder, string? PostgreSql)
{
    public string Demo => Path.Combine(Folder, "demo");

    /// <summary>As the configuration of the server names them.</summary>
    public Dictionary<string, string?> Settings => PostgreSql is null ? [] : new()
    {
        ["Carnet:Database:Provider"] = "PostgreSql",
        ["Carnet:Database:ConnectionString"] = PostgreSql,
    };
}

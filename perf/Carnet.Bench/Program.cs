using Carnet.Bench;
using Carnet.Bench.Decisions;
using Carnet.Bench.Report;

if (args is ["--decisions"])
{
    DecisionBench.Run();
    return 0;
}

var options = BenchOptions.Parse(args);
List<BackendResults> results = [];
foreach (var backend in options.Backends)
{
    var folder = Directory.CreateDirectory(Path.Combine(options.Folder, $"carnet-bench-{Guid.CreateVersion7():n}")).FullName;
    try
    {
        results.Add(await new BackendRun(backend, options, folder).RunAsync());
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

var tables = Tables.Write(results);
Console.WriteLine(tables);
if (!options.IsPartial)
{
    Tables.Publish(options.Report, tables);
}

return results.SelectMany(backend => backend.Measurements).Any(one => one.Errors > 0) ? 1 : 0;

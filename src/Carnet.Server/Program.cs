using Carnet.Server.Cli;

return await CommandLine.RunAsync(args);

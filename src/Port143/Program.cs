using Port143.Cli;

ProcessSetup.KeepFilesPrivate();
return await Runner.RunAsync(args);

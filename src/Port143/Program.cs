using Port143.Cli;

ProcessSetup.KeepFilesPrivate();
ProcessSetup.IgnoreOpenSslConfiguration();
return await Runner.RunAsync(args);

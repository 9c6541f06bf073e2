using System.CommandLine;
using Port143.Cli;
using Port143.Configuration;

namespace Port143.Commands;

/// <summary><c>port143 serve</c>: runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string> data = DataFolder.CreateOption();
        var http = new Option<string>("--http") { Description = "The web console; not part of this version, so only \"off\".", HelpName = "off" };
        var command = new Command(
            "serve",
            "Run the server. When every listener accepts, it prints one line that begins with \"ready\" on standard output. SIGTERM or Ctrl+C "
            + "stop it. HOST is an IP address, localhost or * for all; port 0 is any free port; \"off\" closes a listener. Settings come from DIR/" + ConfigFile.FileName + ", the environment and these options; the later wins.")
        {
            data,
        };
        // An option for each key that has one, from the table of keys.
        var options = new List<(ConfigKey Key, Option<string> Option)>();
        foreach (ConfigKey key in ConfigKeys.All.Where(k => k.Option is not null))
        {
            var option = new Option<string>(key.Option!)
            {
                Description = $"{key.Description} Default: {key.Default!.Trim('"')}.",
                HelpName = HelpName(key),
            };
            options.Add((key, option));
            command.Add(option);
        }
        command.Add(http);
        command.SetAction((parsed, cancel) =>
        {
            if (parsed.GetValue(http) is { } console && console != "off")
            {
                throw new CliException(ExitCode.Usage, "--http: the web console is not part of this version; leave the option away, or say --http off");
            }
            string folder = DataFolder.ExistingOrNew(parsed, data);
            Settings settings = CommandSettings.ReadOrFail(
                folder, [.. from o in options let text = parsed.GetValue(o.Option) where text is not null select (o.Key, text)]);
            return ServerProcess.RunAsync(settings, cancel);
        });
        return command;
    }

    private static string HelpName(ConfigKey key) => key.FullName switch
    {
        "listeners.cleartext_login" => "never|loopback",
        "listeners.lmtp" => "HOST:PORT|unix:PATH|off",
        "log.level" => "trace|debug|info|warning|error|none",
        _ => "HOST:PORT|off",
    };
}

using Port143.Load;
using Port143.Load.Growth;
using Port143.Load.Measure;
using Port143.Load.Report;
using Port143.Load.Workloads;

try
{
    return args switch
    {
        ["run", .. string[] rest] => Run(new Arguments(rest)),
        ["growth", .. string[] rest] => GrowthCommand.Run(new Arguments(rest)),
        ["growth-report", .. string[] rest] => GrowthReport.Write(new Arguments(rest)),
        ["report", .. string[] rest] => ComparisonReport.Write(new Arguments(rest)),
        ["corpus", .. string[] rest] => CorpusCommand.Run(new Arguments(rest)),
        ["workloads"] => List(),
        _ => Usage(),
    };
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 64;
}

static int Run(Arguments arguments)
{
    var target = new Target(arguments);
    string? file = arguments.Find("out");
    Scale scale = Scale.Named(arguments.Text("scale", "full"));
    scale = scale with
    {
        Views = arguments.Number("views", scale.Views),
        Bodies = arguments.Number("bodies", scale.Bodies),
        MixedClients = arguments.Number("mixed-clients", scale.MixedClients),
    };
    int first = arguments.Number("round", 1), failed = 0;
    for (int round = first; round < first + arguments.Number("rounds", 1); round++)
    {
        var run = new LoadRun(target, scale, round, (ulong)arguments.Number("seed", 8), sample =>
        {
            string line = SampleFile.Write(sample);
            Console.WriteLine(line);
            if (file is not null)
            {
                File.AppendAllText(file, line + "\n");
            }
        });
        foreach (string name in arguments.Text("workload", "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            IWorkload workload = AllWorkloads.Find(name);
            try
            {
                workload.Run(run);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or System.Net.Sockets.SocketException)
            {
                Console.Error.WriteLine($"{target.Name} {name}: {e.Message}");
                failed++;
            }
        }
    }
    return failed == 0 ? 0 : 69;
}

static int List()
{
    foreach (IWorkload workload in AllWorkloads.Items)
    {
        Console.WriteLine($"{workload.Name,-8} {workload.Description}");
    }
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("""
        Port143.Load run --workload NAME[,NAME] --server NAME --port N --tls-port N --lmtp-port N --user u0000@example.org --password P
                     [--accounts 200] [--cgroup DIR | --pid N] [--data DIR[:DIR]] [--script FILE] [--quick-ack] [--scale full|quick|tiny]
                     [--views N] [--bodies N] [--mixed-clients N] [--round N] [--rounds N] [--seed N] [--out FILE]
        Port143.Load report --in FILE --out FOLDER          the comparison as Markdown and JSON
        Port143.Load growth --step fill|operations|sessions|stream --size N --account N --out FILE and the server as above
        Port143.Load growth-report --in FILE --out FOLDER    its tables and curves
        Port143.Load corpus [--count N] [--seed N] [--folder DIR]   what the mail is like, or the mail itself
        Port143.Load workloads                              the list
        """);
    return 64;
}

namespace Port143.Load.Workloads;

/// <summary>A piece of work that mail servers do.</summary>
internal interface IWorkload
{
    /// <summary>What it is called on the command line and before the names of its figures.</summary>
    string Name { get; }

    /// <summary>One sentence for the list of workloads.</summary>
    string Description { get; }

    /// <summary>Runs it once and reports its figures.</summary>
    void Run(LoadRun run);
}

namespace Port143.Load.Workloads;

/// <summary>The workloads in the order in which a comparison runs them.</summary>
internal static class AllWorkloads
{
    public static IReadOnlyList<IWorkload> Items { get; } =
    [
        new PrepareWorkload(),
        new AppendWorkload(),
        new DeliverWorkload(),
        new SelectWorkload(),
        new FirstViewWorkload(),
        new ListWorkload(),
        new BodyWorkload(),
        new StoreWorkload(),
        new SearchWorkload(),
        new ResyncWorkload(),
        new CopyWorkload(),
        new SortWorkload(),
        new LoginWorkload(),
        new MixedWorkload(),
        new DiskWorkload(),
        new IdleWorkload(),
        new StartWorkload(),
    ];

    public static IWorkload Find(string name) =>
        Items.FirstOrDefault(w => w.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"there is no workload {name}; there are {string.Join(' ', Items.Select(w => w.Name))}");
}

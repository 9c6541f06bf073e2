namespace Port143.Mail;

/// <summary>The names of the system flags.</summary>
public static class SystemFlags
{
    /// <summary>The names in bit order.</summary>
    public static readonly IReadOnlyList<string> Names = ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"];

    /// <summary>Finds a system flag by its name, in any case.</summary>
    public static bool TryParse(string name, out SystemFlag flag)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (name.Equals(Names[i], StringComparison.OrdinalIgnoreCase))
            {
                flag = (SystemFlag)i;
                return true;
            }
        }
        flag = default;
        return false;
    }
}

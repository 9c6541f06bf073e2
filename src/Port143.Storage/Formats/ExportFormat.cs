namespace Port143.Storage.Formats;

/// <summary>What to export to.</summary>
public enum ExportFormat
{
    /// <summary>A file for each mailbox; no flags.</summary>
    Mbox,

    /// <summary>A Maildir for each mailbox, with flags and keywords.</summary>
    Maildir,
}

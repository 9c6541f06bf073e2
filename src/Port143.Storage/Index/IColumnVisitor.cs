namespace Port143.Storage.Index;

/// <summary>Looks at the columns of a mailbox (<see cref="MailboxIndex.Scan"/>). Runs under the index's lock: it computes and does nothing else.</summary>
public interface IColumnVisitor
{
    /// <summary>Looks at some rows.</summary>
    void Visit(in RowColumns rows);
}

using System.Buffers;
using Port143.Storage;

namespace Port143.Server.Delivery;

/// <summary>
/// A message on its way to its recipients. For one recipient, the common case, its bytes go straight to where they stay; for
/// several they are kept until the end and then handed to one after the other. Not thread-safe.
/// </summary>
public sealed class IncomingMessage : IDisposable
{
    private readonly DeliveryService _service;
    private readonly DeliveryEnvelope _envelope;
    private readonly IReadOnlyList<DeliveryTarget> _targets;
    private readonly LoopGuard _guard = new();
    private readonly MessageStaging? _single;
    private readonly MessageSpool? _spool;

    internal IncomingMessage(DeliveryService service, DeliveryEnvelope envelope, IReadOnlyList<DeliveryTarget> targets)
    {
        _service = service;
        _envelope = envelope;
        _targets = targets;
        if (targets.Count == 1)
        {
            _single = Stage(targets[0]);
        }
        else
        {
            _spool = new MessageSpool();
        }
    }

    /// <summary>How many octets have come.</summary>
    public long Size { get; private set; }

    /// <summary>Adds bytes. Throws <see cref="IOException"/> when they cannot be kept.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _guard.Write(bytes);
        _single?.Write(bytes);
        _spool?.Write(bytes);
        Size += bytes.Length;
    }

    /// <summary>Delivers the complete message: one outcome for each recipient, in their order. Never throws for the outside's faults.</summary>
    public async ValueTask<DeliveryOutcome[]> CompleteAsync(CancellationToken cancel)
    {
        _guard.End();
        var outcomes = new DeliveryOutcome[_targets.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = _guard.IsLoop(_targets[i].Recipient)
                ? new DeliveryOutcome(DeliveryStatus.Loop)
                : await _service.FileAsync(_targets[i], _single is null ? StageFromSpool : CompleteSingle, cancel).ConfigureAwait(false);
            _service.Report(_envelope, _targets[i], outcomes[i], Size);
        }
        return outcomes;
    }

    /// <summary>Forgets what was not delivered.</summary>
    public void Dispose()
    {
        _single?.Dispose();
        _spool?.Dispose();
    }

    private MessageStaging Stage(DeliveryTarget target)
    {
        MessageStaging staging = _service.Stage(target.Account);
        byte[] fields = ArrayPool<byte>.Shared.Rent(TraceFields.MaxLength);
        staging.Write(fields.AsSpan(0, _service.WriteTrace(fields, _envelope, target)));
        ArrayPool<byte>.Shared.Return(fields);
        return staging;
    }

    private StagedMessage CompleteSingle(DeliveryTarget target) => _single!.Complete();

    private StagedMessage StageFromSpool(DeliveryTarget target)
    {
        using MessageStaging staging = Stage(target);
        _spool!.CopyTo(staging);
        return staging.Complete();
    }
}

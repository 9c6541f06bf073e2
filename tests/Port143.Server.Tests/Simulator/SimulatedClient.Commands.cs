namespace Port143.Server.Tests.Simulator;

// Commands and what is told until they end; IDLE.
internal sealed partial class SimulatedClient
{
    /// <summary>Signs out and in again on the same connection (RFC 8437): nothing is enabled any more, nothing compressed.</summary>
    public async Task UnauthenticateAsync()
    {
        Answer answer = await RunAsync("UNAUTHENTICATE");
        Demand(answer.Ok, "UNAUTHENTICATE");
        _connection.StopCompression();
        Reset();
        _connection.SignIn();
    }

    /// <summary>Compresses from here on (RFC 4978).</summary>
    public async Task<Answer> CompressAsync()
    {
        bool already = _connection.IsCompressed;
        Answer answer = await RunAsync("COMPRESS DEFLATE");
        Demand(already ? answer is { Status: "NO", Code: "COMPRESSIONACTIVE" } : answer.Ok, "COMPRESS");
        if (!already)
        {
            _connection.StartCompression();
        }
        return answer;
    }

    /// <summary>Sends a command and takes in all that is told up to its tagged response.</summary>
    public async Task<Answer> RunAsync(string command)
    {
        string tag = $"{name}{++_tags}";
        _answer = new Answer();
        _mayTellExpunge = !(command.StartsWith("FETCH", StringComparison.Ordinal) || command.StartsWith("STORE", StringComparison.Ordinal)
            || command.StartsWith("SEARCH", StringComparison.Ordinal) || command.StartsWith("SORT", StringComparison.Ordinal)
            || command.StartsWith("THREAD", StringComparison.Ordinal));
        Note("C", $"{tag} {command}");
        await _connection.SendAsync($"{tag} {command}\r\n");
        while (true)
        {
            string? line = await _connection.ReadAsync(Patience);
            if (line is null)
            {
                Demand(_answer.Status == "BYE", "closed without BYE");
                return _answer;
            }
            Note("S", line);
            if (!line.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                Handle(line);
                continue;
            }
            string rest = line[(tag.Length + 1)..];
            if (_answer.Status != "BYE")
            {
                _answer.Status = rest[..rest.IndexOf(' ')];
            }
            _answer.Code = CodeOf(rest) ?? "";
            TakeCode(_answer.Code);
            return _answer;
        }
    }

    /// <summary>Begins IDLE.</summary>
    public async Task IdleAsync()
    {
        _answer = new Answer();
        _mayTellExpunge = true;
        Note("C", $"{name}{++_tags} IDLE");
        await _connection.SendAsync($"{name}{_tags} IDLE\r\n");
        while (await _connection.ReadAsync(Patience) is { } line)
        {
            Note("S", line);
            if (line.StartsWith('+'))
            {
                IsIdling = true;
                Sync(true);
                CheckView();
                return;
            }
            Handle(line);
        }
        Demand(false, "IDLE was not taken");
    }

    /// <summary>Reads what a listening session is told until it knows all that it must know, or it is told BYE.</summary>
    public async Task<bool> HearAsync()
    {
        _mayTellExpunge = IsIdling;
        Sync(IsIdling);
        while ((FindUntruth() ?? FindOwed()) is { } missing)
        {
            string? line;
            try
            {
                line = await _connection.ReadAsync(Patience);
            }
            catch (TimeoutException)
            {
                throw new SimulationException($"{name}: listens and is not told: {missing}");
            }
            if (line is null)
            {
                return false;
            }
            Note("S", line);
            if (line.StartsWith($"{name}{_tags} ", StringComparison.Ordinal))
            {
                continue; // the end of IDLE when the mailbox is gone; BYE is next or came before
            }
            Handle(line);
        }
        Bind();
        DueFlags.Clear();
        DueStatuses.Clear();
        return true;
    }

    /// <summary>Reads until the server closes.</summary>
    public async Task HearByeAsync()
    {
        while (await _connection.ReadAsync(Patience) is { } line)
        {
            Note("S", line);
            if (!line.StartsWith($"{name}{_tags} ", StringComparison.Ordinal))
            {
                Handle(line);
            }
        }
        Demand(_answer.Status == "BYE", "the end without BYE");
    }

    /// <summary>Ends IDLE.</summary>
    public async Task DoneAsync()
    {
        IsIdling = false;
        Note("C", "DONE");
        await _connection.SendAsync("DONE\r\n");
        while (await _connection.ReadAsync(Patience) is { } line)
        {
            Note("S", line);
            if (line.StartsWith($"{name}{_tags} OK", StringComparison.Ordinal))
            {
                Sync(true);
                CheckView();
                return;
            }
            Handle(line);
        }
        Demand(false, "IDLE has no end");
    }

    private void Note(string side, string line) => log($"{name} {side}: {line}");
}

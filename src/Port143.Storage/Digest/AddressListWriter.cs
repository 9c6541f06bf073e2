namespace Port143.Storage.Digest;

/// <summary>
/// Writes address structures (RFC 9051 section 7.5.2): <c>"(" name SP adl SP mailbox SP host ")"</c>, with a pair of marks
/// around a group. What is no address is shown as well as it can be: never with NIL for the host, which would be a mark.
/// </summary>
internal ref struct AddressListWriter(WireWriter wire)
{
    private readonly WireWriter _wire = wire;
    private int _count;

    /// <summary>Adds the addresses of a field's value.</summary>
    public void Add(ReadOnlySpan<byte> field)
    {
        if (field.Length > DigestLimits.FieldBytes)
        {
            field = field[..DigestLimits.FieldBytes];
        }
        bool group = false;
        var item = default(Item);
        var lexer = new AddressLexer(field);
        while (_count < DigestLimits.Addresses && lexer.MoveNext())
        {
            if (lexer.Kind == AddressToken.Comment && item.Angle < 0)
            {
                item.Comment = (lexer.Start + 1)..(lexer.End - 1);
            }
            else if (lexer.Kind is AddressToken.Blank or AddressToken.Comment)
            {
                continue;
            }
            else if (lexer.Is('<') && item.Angle < 0)
            {
                item.Angle = lexer.Start;
            }
            else if (lexer.Is('>') && item is { Angle: >= 0, AngleEnd: < 0 })
            {
                item.AngleEnd = lexer.Start;
            }
            else if (lexer.Is('@') && item is { Angle: >= 0, AngleEnd: < 0, Content: false })
            {
                item.Route = true;
                item.Content = true;
            }
            else if (lexer.Is(':') && item is { Angle: < 0, At: false } && !group)
            {
                BeginGroup(field[item.Start..lexer.Start]);
                group = true;
                item = new Item(lexer.End);
            }
            else if (lexer.Is(':') && item.Angle >= 0)
            {
                item.Route = false;
            }
            else if (lexer.Is(';') || (lexer.Is(',') && !item.Route))
            {
                AddItem(field[..lexer.Start], item, group);
                if (group && lexer.Is(';'))
                {
                    Mark();
                    group = false;
                }
                item = new Item(lexer.End);
            }
            else
            {
                item.At |= lexer.Is('@');
                item.Content |= item.Angle >= 0;
            }
        }
        if (_count < DigestLimits.Addresses)
        {
            AddItem(field, item, group);
        }
        if (group)
        {
            Mark();
        }
    }

    /// <summary>Closes the list, or writes NIL when it is empty; then false.</summary>
    public readonly bool End()
    {
        if (_count == 0)
        {
            _wire.WriteNil();
            return false;
        }
        _wire.Sink.Add((byte)')');
        return true;
    }

    private void Begin()
    {
        _wire.Sink.Add(_count++ == 0 ? "(("u8 : "("u8);
    }

    private void BeginGroup(ReadOnlySpan<byte> name)
    {
        Begin();
        _wire.Sink.Add("NIL NIL "u8);
        _wire.WriteClean(Phrase(name));
        _wire.Sink.Add(" NIL)"u8);
    }

    private void Mark()
    {
        Begin();
        _wire.Sink.Add("NIL NIL NIL NIL)"u8);
    }

    private void AddItem(ReadOnlySpan<byte> field, Item item, bool inGroup)
    {
        ReadOnlySpan<byte> comment = field[item.Comment];
        if (item.Angle >= 0)
        {
            int end = item.AngleEnd < 0 ? field.Length : item.AngleEnd;
            ReadOnlySpan<byte> behind = item.AngleEnd < 0 ? default : field[(end + 1)..];
            AddAngle(field[item.Start..item.Angle], field[(item.Angle + 1)..end], behind, comment);
            return;
        }
        ReadOnlySpan<byte> text = field[item.Start..];
        int at = LastAt(text, out int word);
        if (at < 0)
        {
            ReadOnlySpan<byte> phrase = Phrase(text);
            if (phrase.IsEmpty && (inGroup || comment.IsEmpty))
            {
                return; // a group may hold a comment and nobody: RFC 5322 section 3.4
            }
            Begin();
            if (phrase.IsEmpty)
            {
                WriteName(default, comment);
                _wire.Sink.Add(" NIL \"\" \"\")"u8);
                return;
            }
            WriteName(default, comment);
            _wire.Sink.Add(" NIL "u8);
            _wire.WriteClean(Phrase(text));
            _wire.Sink.Add(" \"\")"u8);
            return;
        }
        // "Name name@host" without the angles: what stands before the last blank is the name.
        Begin();
        WriteName(text[..word], comment);
        _wire.Sink.Add(" NIL "u8);
        WriteSpec(text[word..], at - word);
    }

    private void AddAngle(ReadOnlySpan<byte> name, ReadOnlySpan<byte> spec, ReadOnlySpan<byte> behind, ReadOnlySpan<byte> comment)
    {
        Begin();
        if (Phrase(name).IsEmpty && comment.IsEmpty)
        {
            name = behind;
        }
        WriteName(name, comment);
        _wire.Sink.Add((byte)' ');
        ReadOnlySpan<byte> trimmed = HeaderText.SkipBlanks(spec);
        int colon = trimmed.Length > 0 && trimmed[0] == '@' ? trimmed.IndexOf((byte)':') : -1;
        if (colon > 0)
        {
            _wire.WriteClean(Word(trimmed[..colon]));
            spec = trimmed[(colon + 1)..];
        }
        else
        {
            _wire.WriteNil();
        }
        _wire.Sink.Add((byte)' ');
        WriteSpec(spec, LastAt(spec, out _));
    }

    private readonly void WriteSpec(ReadOnlySpan<byte> spec, int at)
    {
        _wire.WriteClean(Word(at < 0 ? spec : spec[..at]));
        _wire.Sink.Add((byte)' ');
        _wire.WriteClean(at < 0 ? default : Word(spec[(at + 1)..]));
        _wire.Sink.Add((byte)')');
    }

    private readonly void WriteName(ReadOnlySpan<byte> phrase, ReadOnlySpan<byte> comment)
    {
        ReadOnlySpan<byte> name = Phrase(phrase);
        if (name.IsEmpty && !comment.IsEmpty)
        {
            ByteSink scratch = _wire.Scratch;
            scratch.Truncate(0);
            AddUnescaped(comment, scratch);
            name = HeaderText.Trim(scratch.Written);
        }
        if (name.IsEmpty)
        {
            _wire.WriteNil();
        }
        else
        {
            _wire.WriteClean(name);
        }
    }

    /// <summary>The words with one blank between them, quotes and comments removed.</summary>
    private readonly ReadOnlySpan<byte> Phrase(ReadOnlySpan<byte> text) => Join(text, true);

    /// <summary>The words with nothing between them: a local part or a domain (RFC 5322 section 4.4).</summary>
    private readonly ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text) => Join(text, false);

    private readonly ReadOnlySpan<byte> Join(ReadOnlySpan<byte> text, bool blanks)
    {
        ByteSink scratch = _wire.Scratch;
        scratch.Truncate(0);
        bool blank = false;
        var lexer = new AddressLexer(text);
        while (lexer.MoveNext())
        {
            if (lexer.Kind is AddressToken.Blank or AddressToken.Comment)
            {
                blank = true;
                continue;
            }
            if (blank && blanks && scratch.Length > 0)
            {
                scratch.Add((byte)' ');
            }
            blank = false;
            if (lexer.Kind == AddressToken.Quoted)
            {
                AddUnescaped(lexer.Text, scratch);
            }
            else
            {
                HeaderText.Unfold(lexer.Text, scratch);
            }
        }
        return scratch.Written;
    }

    private static void AddUnescaped(ReadOnlySpan<byte> text, ByteSink sink)
    {
        for (int i = 0; i < text.Length; i++)
        {
            byte b = text[i];
            if (b == '\\' && i + 1 < text.Length)
            {
                b = text[++i];
            }
            if (b is not ((byte)'\r' or (byte)'\n' or 0))
            {
                sink.Add(b);
            }
        }
    }

    /// <summary>The last @ that is not quoted, and where the word before it begins.</summary>
    private static int LastAt(ReadOnlySpan<byte> text, out int word)
    {
        int at = -1;
        word = 0;
        int begin = -1;
        bool joined = true;
        var lexer = new AddressLexer(text);
        while (lexer.MoveNext())
        {
            if (lexer.Kind is AddressToken.Blank or AddressToken.Comment)
            {
                continue;
            }
            bool dotted = lexer.Kind == AddressToken.Text && text[lexer.Start] == '.';
            if (lexer.Is('@'))
            {
                at = lexer.Start;
                word = begin < 0 ? at : begin;
                joined = true;
                continue;
            }
            bool blankBefore = lexer.Start > 0 && text[lexer.Start - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)')';
            if (begin < 0 || (blankBefore && !dotted && !joined))
            {
                begin = lexer.Start;
            }
            joined = lexer.Kind == AddressToken.Text && text[lexer.End - 1] == '.';
        }
        return at;
    }

    /// <summary>An address while it is read: positions in the field, -1 for what was not met.</summary>
    private struct Item(int start)
    {
        private int _angle;
        private int _angleEnd;

        public int Start = start;
        public bool At;
        public bool Route;
        public bool Content;
        public Range Comment = 0..0;

        public int Angle
        {
            readonly get => _angle - 1;
            set => _angle = value + 1;
        }

        public int AngleEnd
        {
            readonly get => _angleEnd - 1;
            set => _angleEnd = value + 1;
        }
    }
}

using System.Buffers;
using System.Text;

namespace Port143.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed unsafe class SqliteStatement : IDisposable
{
    private readonly SqliteDatabase _database;
    private nint _handle;
    private bool _isUsed;

    internal SqliteStatement(SqliteDatabase database, nint handle)
    {
        _database = database;
        _handle = handle;
    }

    /// <summary>Binds a number.</summary>
    public SqliteStatement Bind(int parameter, long value)
    {
        _database.Check(SqliteNative.sqlite3_bind_int64(_handle, parameter, value));
        return this;
    }

    /// <summary>Binds a number or NULL.</summary>
    public SqliteStatement Bind(int parameter, long? value)
    {
        _database.Check(value is { } number
            ? SqliteNative.sqlite3_bind_int64(_handle, parameter, number)
            : SqliteNative.sqlite3_bind_null(_handle, parameter));
        return this;
    }

    /// <summary>Binds text, or NULL.</summary>
    public SqliteStatement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            _database.Check(SqliteNative.sqlite3_bind_null(_handle, parameter));
            return this;
        }
        byte[] rented = ArrayPool<byte>.Shared.Rent(value.Length * 3 + 1);
        int length = Encoding.UTF8.GetBytes(value, rented);
        fixed (byte* bytes = rented)
        {
            _database.Check(SqliteNative.sqlite3_bind_text(_handle, parameter, bytes, length, SqliteNative.Copy));
        }
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <summary>Binds bytes, which are copied. None at all is an empty blob, not NULL.</summary>
    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        byte nothing = 0;
        fixed (byte* bytes = value)
        {
            _database.Check(SqliteNative.sqlite3_bind_blob(
                _handle, parameter, bytes is null ? &nothing : bytes, value.Length, SqliteNative.Copy));
        }
        return this;
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Step()
    {
        _isUsed = true;
        return SqliteNative.sqlite3_step(_handle) switch
        {
            SqliteNative.Row => true,
            SqliteNative.Done => false,
            _ => throw Failed(),
        };
    }

    /// <summary>Runs a statement that gives no rows, and resets it.</summary>
    public void Run()
    {
        while (Step())
        {
        }
        Reset();
    }

    /// <summary>A number.</summary>
    public long Int64(int column) => SqliteNative.sqlite3_column_int64(_handle, column);

    /// <summary>Whether the value is NULL.</summary>
    public bool IsNull(int column) => SqliteNative.sqlite3_column_type(_handle, column) == SqliteNative.NullType;

    /// <summary>Text; NULL gives an empty string.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Blob(column));

    /// <summary>Bytes, or the UTF-8 of text, valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Blob(int column)
    {
        byte* bytes = SqliteNative.sqlite3_column_blob(_handle, column);
        return new ReadOnlySpan<byte>(bytes, bytes is null ? 0 : SqliteNative.sqlite3_column_bytes(_handle, column));
    }

    /// <summary>
    /// Ends a use of the statement. The bindings stay, as each use binds all its parameters; large ones are replaced by the
    /// next use.
    /// </summary>
    public void Reset()
    {
        if (_isUsed)
        {
            _isUsed = false;
            _ = SqliteNative.sqlite3_reset(_handle);
        }
    }

    /// <summary>The same as <see cref="Reset"/>: the statement lives on in its connection.</summary>
    public void Dispose() => Reset();

    internal void Finalise()
    {
        _ = SqliteNative.sqlite3_finalize(_handle);
        _handle = 0;
    }

    private SqliteException Failed()
    {
        SqliteException error = _database.Error();
        Reset();
        return error;
    }
}

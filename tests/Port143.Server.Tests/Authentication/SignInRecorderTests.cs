using System.Net;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Storage;

namespace Port143.Server.Tests.Authentication;

public sealed class SignInRecorderTests
{
    private readonly JumpingTime _time = new();
    private readonly MemoryDirectory _directory = new();
    private readonly Account _account = new(
        AccountId.New(), AccountAddress.Parse("bob@example.org"), DateTimeOffset.UnixEpoch, false, "");

    private static ClientInfo From(string address) => new(IPAddress.Parse(address), "imaps", true);

    [Fact]
    public async Task WhatIsAlikeIsOneRowAndOneEntryAnHour()
    {
        var recorder = new SignInRecorder(_directory, _time);
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 100; i++)
            {
                recorder.Note(_account, From("192.0.2.7"), "password", "wrong-password");
                recorder.Note(_account, From("192.0.2.8"), "device:abcd", "");
            }
            await recorder.FlushAsync(false, default);
        }
        Assert.Equal([100L, 100, 100, 100, 100, 100], _directory.SignIns.Select(s => s.Count));
        Assert.Equal(
            ["sign-in-refused ip=192.0.2.7 by=password cause=wrong-password times=100", "sign-in ip=192.0.2.8 by=device:abcd times=100"],
            _directory.Notes.Select(n => $"{n.Action} {n.Detail}"));
        _time.Advance(TimeSpan.FromHours(1));
        await recorder.FlushAsync(false, default);
        Assert.Equal("ip=192.0.2.7 by=password cause=wrong-password times=200 within the hour", _directory.Notes[2].Detail);
        Assert.Equal(4, _directory.Notes.Count);
    }

    [Fact]
    public async Task AnAttackerFillsNoDisk()
    {
        var recorder = new SignInRecorder(_directory, _time);
        for (int i = 0; i < 100_000; i++)
        {
            recorder.Note(i % 2 == 0 ? _account : null, From($"10.{i >> 16}.{i >> 8 & 255}.{i & 255}"), "password", "wrong-password");
        }
        recorder.Note(_account, From("192.0.2.8"), "password", "");
        await recorder.FlushAsync(true, default);
        Assert.InRange(_directory.Notes.Count, 1_000, 1_010);
        Assert.InRange(_directory.SignIns.Count, 2_000, 2_001);
        Assert.Contains(_directory.SignIns, s => s.Cause.Length == 0);
        Assert.Contains(_directory.Notes, n => n.Detail.StartsWith("ip=many ", StringComparison.Ordinal));
    }
}

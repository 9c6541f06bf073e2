using Port143.Mail;

namespace Port143.Storage.Tests;

public sealed class SecondFactorTests : IDisposable
{
    private static readonly byte[] Key = [1, 2, 3];

    private readonly string _folder = Directory.CreateTempSubdirectory("port143-factors-").FullName;
    private readonly AccountId _id = AccountId.New();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SqliteDirectory Open() => SqliteDirectory.Open(_folder, TimeProvider.System);

    private async Task<SqliteDirectory> WithAccountAsync()
    {
        SqliteDirectory directory = Open();
        await directory.AddAsync(_id, AccountAddress.Parse("a@example.org"), "h", "test", default);
        return directory;
    }

    [Fact]
    public async Task A_key_counts_when_it_is_confirmed_and_not_before()
    {
        await using SqliteDirectory directory = await WithAccountAsync();
        Assert.Null(await directory.FindSecondFactorAsync(_id, default));
        Assert.False(await directory.BeginSecondFactorAsync(AccountId.New(), Key, default));
        Assert.True(await directory.BeginSecondFactorAsync(_id, [9], default));
        Assert.True(await directory.BeginSecondFactorAsync(_id, Key, default));
        Assert.False((await directory.FindSecondFactorAsync(_id, default))!.IsOn);
        Assert.False(await directory.UseStepAsync(_id, 5, default));
        Assert.False(await directory.SetRecoveryCodesAsync(_id, [[1]], "test", default));
        Assert.False(await directory.ConfirmSecondFactorAsync(_id, [9], 5, [[1]], "test", default));
        Assert.True(await directory.ConfirmSecondFactorAsync(_id, Key, 5, [[1], [2]], "test", default));
        Assert.False(await directory.ConfirmSecondFactorAsync(_id, Key, 5, [[1]], "test", default));
        Assert.False(await directory.BeginSecondFactorAsync(_id, [9], default));
        SecondFactor factor = (await directory.FindSecondFactorAsync(_id, default))!;
        Assert.Equal((true, 5, 2), (factor.IsOn, factor.LastStep, factor.RecoveryCodes));
        Assert.Equal(Key, factor.Key);
        Assert.DoesNotContain("1, 2, 3", factor.ToString());
        Assert.True(await directory.RemoveSecondFactorAsync(_id, "test", default));
        Assert.False(await directory.RemoveSecondFactorAsync(_id, "test", default));
        Assert.Null(await directory.FindSecondFactorAsync(_id, default));
        Assert.Equal(
            ["second-factor-off", "second-factor-on", "add"], (await directory.ReadAuditAsync(10, default)).Select(e => e.Action));
    }

    [Fact] // F07
    public async Task A_code_works_once_in_all_processes_and_after_a_restart()
    {
        await using (SqliteDirectory one = await WithAccountAsync(), other = Open())
        {
            await one.BeginSecondFactorAsync(_id, Key, default);
            await one.ConfirmSecondFactorAsync(_id, Key, 5, [[1], [2]], "test", default);
            Assert.False(await one.UseStepAsync(_id, 5, default));
            bool[] used = await Task.WhenAll(Enumerable.Range(0, 16).Select(
                i => Task.Run(async () => await (i % 2 == 0 ? one : other).UseStepAsync(_id, 6, default))));
            Assert.Single(used, u => u);
            bool[] recovered = await Task.WhenAll(Enumerable.Range(0, 16).Select(
                i => Task.Run(async () => await (i % 2 == 0 ? one : other).UseRecoveryCodeAsync(_id, [1], "test", default))));
            Assert.Single(recovered, u => u);
        }
        await using SqliteDirectory again = Open();
        Assert.False(await again.UseStepAsync(_id, 6, default));
        Assert.False(await again.UseRecoveryCodeAsync(_id, [1], "test", default));
        Assert.True(await again.UseStepAsync(_id, 8, default));
        Assert.False(await again.UseStepAsync(_id, 7, default));
        Assert.Equal(1, (await again.FindSecondFactorAsync(_id, default))!.RecoveryCodes);
        Assert.True(await again.SetRecoveryCodesAsync(_id, [[3]], "test", default));
        Assert.False(await again.UseRecoveryCodeAsync(_id, [2], "test", default));
        Assert.True(await again.DeleteAsync(_id, "test", default));
        Assert.Null(await again.FindSecondFactorAsync(_id, default));
    }
}

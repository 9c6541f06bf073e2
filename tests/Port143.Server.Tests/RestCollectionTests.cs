namespace Port143.Server.Tests;

/// <summary>When the server collects its garbage because it rests.</summary>
public class RestCollectionTests
{
    private const long Busy = 10_000_000;

    [Fact]
    public void A_server_that_rests_after_work_collects_once()
    {
        var rest = new RestCollection();
        var due = new List<long>();
        long allocated = 0;
        for (long second = 0; second < 60; second++)
        {
            allocated += second < 10 ? Busy : RestCollection.Murmur / 2;
            if (rest.IsDue(allocated, 1_000_000 + second * 1000))
            {
                due.Add(second);
            }
        }
        // Murmurs alone are work again when they have become much.
        Assert.Equal(9 + RestCollection.Rest / 1000, due[0]);
        Assert.Equal(due[0] + RestCollection.WorthIt / (RestCollection.Murmur / 2), due[1]);
    }

    [Fact]
    public void A_server_at_work_leaves_it_to_the_runtime()
    {
        var rest = new RestCollection();
        for (long second = 0; second < 60; second++)
        {
            Assert.False(rest.IsDue(second * Busy, 1_000_000 + second * 1000));
        }
    }

    [Fact]
    public void What_little_was_left_behind_is_not_worth_it()
    {
        var rest = new RestCollection();
        for (long second = 0; second < 60; second++)
        {
            Assert.False(rest.IsDue(RestCollection.WorthIt - 1, 1_000_000 + second * 1000));
        }
    }
}

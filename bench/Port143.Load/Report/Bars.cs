namespace Port143.Load.Report;

/// <summary>The whole table. The first figure of each row is to be reached, the second aimed for.</summary>
internal static class Bars
{
    private const string Dovecot = "dovecot", Cyrus = "cyrus", None = "-";

    public static IReadOnlyList<Bar> Items { get; } =
    [
        new("W1 append 1", "W1 APPEND, durable, 1 connection", Metric.Rate, 2, 4),
        new("W1 append 16", "W1 APPEND, durable, 16 connections", Metric.Rate, 5, 12),
        new("W1b lmtp 1", "W1b LMTP, 1 connection", Metric.Rate, 8, 12),
        new("W1b lmtp 16", "W1b LMTP, 16 connections", Metric.Rate, 8, 15),
        new("W2 select", "W2 SELECT, warm", Metric.P50, 1.5, 4),
        new("W3 envelope", "W3 ENVELOPE list, warm", Metric.Time, 5, 10),
        new("W3 bodystructure", "W3 ENVELOPE and BODYSTRUCTURE list, warm", Metric.Time, 5, 10),
        new("W3first envelope", "W3 first view after delivery, against Dovecot", Metric.Time, 100, 250, Dovecot),
        new("W3first envelope", "W3 first view after delivery, against Cyrus", Metric.Time, 5, 10, Cyrus),
        new("W3 flags", "W3 UID FLAGS of all", Metric.Time, 4, 10),
        new("W4 body[]", "W4 BODY[] of all", Metric.Throughput, 2.5, 3),
        new("W4 body[1]", "W4 BODY[1] of all", Metric.Time, 4, 7),
        new("W4 single", "W4 random single BODY[]", Metric.Rate, 2, 3),
        new("W4 fields common", "W4 header fields, common", Metric.Time, 6, 12),
        new("W4 fields first", "W4 header fields, uncommon, first time", Metric.Time, 15, 30),
        new("W5 store all", "W5 STORE 1:* +FLAGS", Metric.Time, 3, 8),
        new("W5 store all silent", "W5 STORE 1:* -FLAGS.SILENT", Metric.Time, 3, 8),
        new("W5 store pipelined", "W5 single STOREs, pipelined", Metric.Rate, 5, 40),
        new("W5 store single", "W5 single STOREs, round trips", Metric.Rate, 3, 6),
        new("W6 subject rare", "W6 SUBJECT rare", Metric.Time, 50, 200),
        new("W6 subject common", "W6 SUBJECT common", Metric.Time, 50, 200),
        new("W6 subject inside", "W6 SUBJECT inside a word", Metric.Time, 50, 200),
        new("W6 from rare", "W6 FROM rare", Metric.Time, 50, 200),
        new("W6 text rare", "W6 TEXT rare", Metric.Time, 500, 2000),
        new("W6 body rare", "W6 BODY rare", Metric.Time, 500, 2000),
        new("W6 body inside", "W6 BODY inside a word", Metric.Time, 500, 2000),
        new("W6 body common", "W6 BODY common", Metric.Time, 20, 50),
        new("W6 since", "W6 SINCE, against Cyrus", Metric.Time, 10, 50, Cyrus),
        new("W6 unseen", "W6 UNSEEN, against Cyrus", Metric.Time, 10, 50, Cyrus),
        new("W7 qresync", "W7 QRESYNC after 100 changes", Metric.P50, 8, 25),
        new("W7 changedsince", "W7 CHANGEDSINCE after 100 changes", Metric.P50, 8, 25),
        new("W8 copy", "W8 COPY of all", Metric.Time, 30, 100),
        new("W8 move", "W8 MOVE of all", Metric.Time, 30, 100),
        new("W8 expunge", "W8 EXPUNGE of all", Metric.Time, 5, 30),
        new("W9 sort date", "W9 SORT (REVERSE DATE), against Cyrus", Metric.Time, 10, 20, Cyrus),
        new("W9 sort subject", "W9 SORT (SUBJECT)", Metric.Time, 5, 15),
        new("W9 thread", "W9 THREAD=REFERENCES", Metric.Time, 20, 50),
        new("W10 idle clear", "W10 memory of an idle connection, in the clear", Metric.Value, 8, 4, None),
        new("W10 idle tls", "W10 memory of an idle connection, TLS", Metric.Value, 48, 40, None),
        new("W10 push", "W10 LMTP to IDLE push, p50", Metric.P50, 3, 1, None),
        new("W11 login clear", "W11 login and logout, in the clear", Metric.Rate, 3, 5),
        new("W11 login tls", "W11 login and logout, TLS 1.3 full, by server CPU", Metric.Cpu, 1.5, 3),
        new("W12 mixed", "W12 mixed sessions, operations", Metric.Rate, 4, 8),
        new("W12 mixed", "W12 mixed sessions, p99", Metric.P99, 4, 10),
        new("W13 disk", "W13 octets on disk for an octet of mail", Metric.Value, 1.4, 0.8, None),
        new("W14 start", "W14 start to greeting", Metric.P50, 100, 60, None),
        new("W14 memory", "W14 memory of the idle server", Metric.Value, 40, 25, None),
    ];
}

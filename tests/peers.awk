# Makes docs/rfc/peers.md of the capability table of docs/rfc/index.md and three reports of the script runner.
FNR == 1 { file++; FS = file == 1 ? "|" : "\t"; $0 = $0 }
file == 1 && /^## / { capabilities = /Capabilities/ }
file == 1 && capabilities && $2 ~ /`/ {
    name = $2; gsub(/[ `]/, "", name)
    n = split($7, scripts, ",")
    for (i = 1; i <= n; i++) { gsub(/ /, "", scripts[i]); needs[scripts[i]] = needs[scripts[i]] " " name }
}
file > 1 && $1 == "#" { announced[file] = announced[file] " " toupper($3) " " }
file > 1 && $1 != "#" { outcome[file, $1] = $2; reason[file, $1] = $3; if (!seen[$1]++) order[++count] = $1 }
END {
    for (i = 1; i <= count; i++) {
        row = "| " order[i] " |"
        for (f = 2; f <= 4; f++) { row = row " " cell(f, order[i]) " |"; total[f, kind]++ }
        rows = rows row "\n"
    }
    print "# The same dialogues with other servers\n"
    print "Every dialogue of `scripts/` was played to Dovecot " dovecot " and Cyrus IMAP " cyrus ", as Debian 12 ships them, as well as to this"
    print "server; `tests/peers.sh` does it again and writes this file. With the others the comparison is loose: untagged responses come"
    print "in any order, so do flags, FETCH items and attributes; codes of a refusal, `\\Recent`, and what a server may say at any time do"
    print "not count. A dialogue ends at the first difference, and the table names it. The counts are no score: the dialogues were"
    print "written for this server, most show many things at once, and where the RFC leaves something open (a time zone, NO for an empty"
    print "set, DELETE of a mailbox with others below, a literal instead of a string) they show what this server decided. \"Not"
    print "announced\" names capabilities that the dialogue needs and the server does not have.\n"
    print "| | Port143 | Dovecot " dovecot " | Cyrus " cyrus " |"
    print "|---|---|---|---|"
    split("pass differs not-announced left-out", kinds, " ")
    for (k = 1; k <= 4; k++) {
        title = kinds[k]; gsub(/-/, " ", title)
        printf "| %s | %d | %d | %d |\n", title, total[2, kinds[k]], total[3, kinds[k]], total[4, kinds[k]]
    }
    print "\n\"Left out\" are dialogues that need settings of the server.\n"
    print "| Dialogue | Port143 | Dovecot " dovecot " | Cyrus " cyrus " |"
    print "|---|---|---|---|"
    printf "%s", rows
}
function cell(f, script,    missing, parts, n, i, plain, why) {
    if (outcome[f, script] == "pass") { kind = "pass"; return "pass" }
    if (outcome[f, script] == "skip") { kind = "left-out"; return "left out" }
    n = split(needs[script], parts, " ")
    for (i = 1; i <= n; i++) {
        plain = toupper(parts[i])
        if (plain !~ /^AUTH=(PLAIN|LOGIN)|^LOGINDISABLED|^STARTTLS|^LITERAL-/) {
            sub(/^APPENDLIMIT=.*/, "APPENDLIMIT", plain)
            if (f > 2 && index(announced[f], " " plain " ") == 0 && index(announced[f], " " plain "=") == 0) missing = missing " `" parts[i] "`"
        }
    }
    if (missing != "") { kind = "not-announced"; return "not announced:" missing }
    kind = "differs"
    why = reason[f, script]
    sub(/^scripts\/[^:]*:/, "line ", why)
    gsub(/\|/, "\\|", why); gsub(/</, "\\&lt;", why); gsub(/\r/, "", why)
    return "differs: " (length(why) > 160 ? substr(why, 1, 160) "..." : why)
}

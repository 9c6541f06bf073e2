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
    sort_names()
    kinds = split("alike|takes more|refuses|ends the connection|not set up|answers otherwise|says nothing|not announced|left out", kind_names, "|")
    meaning["alike"] = "every response is the same, or as good"
    meaning["takes more"] = "answers OK where the dialogue expects NO or BAD: a command that the grammar does not have, or more than RFC asks to refuse"
    meaning["refuses"] = "answers NO or BAD where the dialogue expects OK, or asks for"
    meaning["ends the connection"] = "says BYE or closes where the session could go on (RFC 9051 section 7.1.5 allows it)"
    meaning["not set up"] = "refuses what the dialogue begins with, such as DELETE of a mailbox with others below (RFC 9051 section 6.3.5 allows it)"
    meaning["answers otherwise"] = "other data in a response"
    meaning["says nothing"] = "a response that the dialogue expects does not come"
    meaning["not announced"] = "the dialogue needs capabilities that the server does not announce; they are named"
    meaning["left out"] = "the dialogue needs settings of the server"
    for (i = 1; i <= count; i++) {
        row = "| " order[i] " |"
        for (f = 2; f <= 4; f++) { row = row " " cell(f, order[i]) " |"; total[f, kind]++ }
        rows = rows row "\n"
    }
    print "# The same dialogues with other servers\n"
    print "Every dialogue of `scripts/` was played to Dovecot " dovecot " and Cyrus IMAP " cyrus ", as Debian 12 ships them, as well as to this"
    print "server; `tests/peers.sh` does it again and writes this file. With the others the comparison is loose, for it is the meaning that"
    print "counts: untagged responses come in any order, and FETCH before or after EXPUNGE with the numbers that belong there; so do flags,"
    print "FETCH and STATUS items, annotations, rights and attributes; a literal is a string, a date is one in any time zone, UID, FLAGS and"
    print "MODSEQ may come unasked; codes of a refusal, `\\Recent`, and what a server may say at any time do not count. A dialogue ends at the"
    print "first difference, and the table names its line. The counts are no score: the dialogues were written for this server, and most"
    print "show many things at once.\n"
    print "| | Port143 | Dovecot " dovecot " | Cyrus " cyrus " | What it means |"
    print "|---|---|---|---|---|"
    for (k = 1; k <= kinds; k++) {
        printf "| %s | %d | %d | %d | %s |\n", kind_names[k], total[2, kind_names[k]], total[3, kind_names[k]], total[4, kind_names[k]], meaning[kind_names[k]]
    }
    print "\n| Dialogue | Port143 | Dovecot " dovecot " | Cyrus " cyrus " |"
    print "|---|---|---|---|"
    printf "%s", rows
}
function sort_names(    i, j, name) {
    for (i = 2; i <= count; i++) {
        name = order[i]
        for (j = i - 1; j > 0 && order[j] > name; j--) order[j + 1] = order[j]
        order[j + 1] = name
    }
}
function cell(f, script,    missing, parts, n, i, plain, why) {
    if (outcome[f, script] == "pass") { kind = "alike"; return "alike" }
    if (outcome[f, script] == "skip") { kind = "left out"; return "left out" }
    if (outcome[f, script] == "missing") { kind = "not announced"; return "not announced: `" reason[f, script] "`" }
    n = split(needs[script], parts, " ")
    for (i = 1; i <= n; i++) {
        plain = toupper(parts[i])
        if (plain !~ /^AUTH=(PLAIN|LOGIN)|^LOGINDISABLED|^STARTTLS/) {
            sub(/^APPENDLIMIT=.*/, "APPENDLIMIT", plain)
            if (f > 2 && index(announced[f], " " plain " ") == 0 && index(announced[f], " " plain "=") == 0) missing = missing " `" parts[i] "`"
        }
    }
    if (missing != "") { kind = "not announced"; return "not announced:" missing }
    why = reason[f, script]
    kind = kind_of(why)
    sub(/^scripts\/[^:]*:/, "line ", why)
    gsub(/\|/, "\\|", why); gsub(/</, "\\&lt;", why); gsub(/\r/, "", why)
    return kind ": " (length(why) > 170 ? substr(why, 1, 170) "..." : why)
}
function kind_of(why) {
    if (why ~ /: GIVEN /) return "not set up"
    if (why ~ /the connection was closed/) return "ends the connection"
    if (why ~ /expected [^ ]+ (NO|BAD) .*; got [^ ]+ OK |expected [^ ]+ (NO|BAD) .*; got \+/) return "takes more"
    if (why ~ /expected ([^ ]+ OK|\+) .*; got [^ ]+ (NO|BAD) /) return "refuses"
    if (why ~ /nothing came|got nothing of the kind/) return "says nothing"
    return "answers otherwise"
}

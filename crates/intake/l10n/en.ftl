imports = Imports
imports-lead = Checked first, recorded second: a file is recorded as a whole or not at all, and can be undone as a whole.
step-file = Choose files
step-columns = Match columns
step-check = Check
step-done = Done
choose-kind = What to import
import-what = Import: { $what }
files = Files
files-hint = { $kinds }, at most { $size } MB each. Files stay in memory during this import only and are not stored.
understood-columns = Columns that are understood
columns-hint = The header may be in any row and the columns in any order; other columns are not imported.
sheet = Sheet
column = Column
required = Required
other-names = Other names it goes by
template = Download an empty template
upload = Upload and recognise
sheet-is = Sheet “{ $name }” is
not-used = not imported
heading = Column in the file
sample = Example
means = Means
check-now = Check (records nothing)
checking = Checking
recording = Recording
clean = Nothing is wrong; it can be recorded.
wrong-found = { $count ->
    [one] One thing is wrong. Correct the file and upload it again; nothing has been recorded.
   *[other] { $count } things are wrong. Correct the file and upload it again; nothing has been recorded.
}
odd-found = { $count ->
    [one] One thing is worth a look; it does not stand in the way.
   *[other] { $count } things are worth a look; they do not stand in the way.
}
changes-found = { $count ->
    [one] One value differs from what is recorded
   *[other] { $count } values differ from what is recorded
}
change-what = Field
change-was = Recorded
change-becomes = In the file
questions-open = { $count ->
    [one] One question is yours to decide.
   *[other] { $count } questions are yours to decide.
}
place = Place
what = What
first-shown = The first { $shown } of { $count } are listed.
answer = Decide and check again
record-now = Record
start-over = Start again with other files
recorded = Recorded.
recorded-kept = All of it stands under one ledger entry and can be undone as a whole.
failed = Not done
nothing-kept = Nothing was recorded.
undo = Undo this import
undo-sure = Everything that this import recorded is taken back. The ledger keeps both the import and its undoing.
undone = The import is undone.
history = Past imports
when = When
kind = What
entry = Ledger entry
state = State
state-recorded = recorded
state-undone = undone
none-yes = Nothing has been imported yet.
none-hint = Imports are listed here, to look at and to undo.
gone = These files are no longer in memory (an hour has passed or the server was restarted). Upload them again.
too-many = You have { $count } uploads waiting. Finish one or give it up first.
no-question = Answer each question.
rows-read = done
remembered = Columns you matched yourself
remembered-hint = They are taken over wherever a file of yours has the same heading.
forget = Forget them
forget-sure = The next file is matched by the names above alone.

product = Xianneng
skip-to-content = Skip to content
menu = Menu
main-menu = Main menu
you-are-here = You are here
change-language = Switch to Chinese
search = Search
search-hint = Search names, pinyin, posts, units
no-match = Nothing matches
today = Today
show-as-of = Show as of this date
show = Show
as-of-past = This is the state as of { $date }.
back-to-today = Back to today
my-account = My account
sign-out = Sign out

yes = Yes
no = No
unknown = Cannot tell
warning = Attention
info = Note

rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
rows-shown = { $count } shown of { $total }
rows-range = { $first }–{ $last } of { $total }
export-as = Export { $format }
nothing-here = Nothing here yet
sort-ascending = Sort ascending
sort-descending = Sort descending
pages = Pages
first = First
previous = Previous
next = Next

filter = Filter
apply = Apply
filters-in-force = Filters in force
remove-filter = Remove “{ $filter }”
clear-filters = Clear all

required = required
error-prefix = Error:
errors-found = { $count ->
    [one] One answer needs correction
   *[other] { $count } answers need correction
}
nothing-saved = Nothing was saved yet. What you entered is still below.
please-choose = Please choose
partial-date-hint = Such as 1980-05-12; 1980-05 or 1980 where only that is known
save = Save
cancel = Cancel
go-ahead = Go ahead
close-to-cancel = Press the button above again to cancel.

reveal = Show
reveal-why = Reason for looking
reveal-logged = This is restricted. The reason, the time and who looked are recorded.

kept = Kept
next-step = Next

fact = Fact:
not-recorded = Not recorded
now = now
views = Views
steps = Steps
step-done = (done)
done-of = { $done } of { $total } done
done-so-far = { $done } done
what = What
from = From
until = Until

chart-of-organisation = Organisation chart of { $unit }
same-as-list = See as a list
same-as-table = See the figures as a table
in-unit = in { $unit }
no-figures = No figures yet

filled-in-by = Filled in by: { $unit }
filled-in-on = Date: { $date }
signed = Signature:
blank-date = Date:
ledger-entry = Ledger { $entry }

met = Met
not-met = Not met
see-clause = See the text of “{ $clause }”
what-is-under = What is under { $unit }

copy = Copy
copied = Copied

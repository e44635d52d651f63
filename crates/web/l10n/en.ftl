nothing-kept = Nothing was kept.
sign-in-first = This needs you to be signed in.
sign-in-next = Sign in, or send an API token as “Authorization: Bearer …”.
something-first = Something has to be done first.
no-such-format = The format asked for does not exist.
formats-are = Use format=html, json, csv or xlsx.
no-table-here = There is no list on this page that could be exported.
formats-without-table = Use format=html or json here.
foreign-form = The form did not come from this site, or its page was too old.
foreign-form-next = Open the page again, fill in the form and send it from there.
too-large = What was sent is too large.
too-large-next = At most { $size } can be sent here. Split the file or send less.
unreadable = What was sent cannot be read.
unreadable-next = Open the page again and send it once more; a program should send the content type that the API description names.
wrong-method = This address does not accept that.
too-slow = The answer took too long and was given up.
denied = None of your roles may do this ({ $action }).
denied-next = If it is part of your work, ask an administrator for the role.
not-found = There is nothing here that you can see.
not-found-next = Check the address, or start from the menu.
invalid = { $count ->
    [one] One answer is not right.
   *[other] { $count } answers are not right.
}
invalid-next = Correct what is marked and send it again.
conflict = Someone else changed the same thing in the meantime.
conflict-next = Open the page again to see the present state, then decide anew.
busy = The database is busy or out of reach.
busy-next = Try again in a moment.
storage = The data cannot be stored: the disk is full or cannot be written.
storage-next = An administrator has to make room; then send it again.
corrupt = Stored data is not what this program wrote.
corrupt-next = An administrator should run “xianneng verify” and compare with a backup.
internal = A fault in the program or its surroundings.
internal-next = Try again. If it happens again, give an administrator the time and the reference number.
reference = Reference number { $number }.
sign-in = Sign in
home = Home
back = Back
not-a-day = “{ $text }” is not a day. Write it as 2025-12-31.
problem = This did not work
cannot-be-read = This answer cannot be read: { $why }.
too-long = This answer is too long: at most { $thousand } kB.
no-such-limit = Ask for 1 to { $most } rows.
damaged-cursor = This page key is damaged. Start from the beginning of the list.
choose-a-file = Choose a file.
too-slow-next = It may still come to its end: look whether it was done before you send it again.

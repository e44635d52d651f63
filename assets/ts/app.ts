// Pages work without any of this: each file makes one thing quicker. Everything listens on the document, so that
// parts that htmx puts in later need no start of their own.
import "htmx.org";
import "./combobox";
import "./confirm";
import "./copy";
import "./drop";
import "./focus";
import "./rows";
import "./slash";

// Pages work without any of this: each file makes one thing quicker.
import "htmx.org";

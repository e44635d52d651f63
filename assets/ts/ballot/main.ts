// One file is the page's script and its worker's, so that one hash names everything that voters and scrutineers run.
import { listen } from "./worker";

if (typeof document === "undefined") listen();

// Every behaviour is a small element in a file of its own; a page that holds none of them runs none of them.
import "./elements/local-time.js";
import "./elements/room-clock.js";
import "./elements/count-down.js";
import "./elements/wait-clock.js";
import "./elements/keep-draft.js";
import "./elements/moment-field.js";
import "./elements/text-meter.js";
import "./elements/copy-text.js";
import "./elements/pane-tabs.js";
import "./elements/entry-composer.js";
import "./elements/story-marks.js";
import "./elements/live-room.js";
import "./menus.js";
import "./notices.js";
import "./token.js";

// A date and time field speaks in the reader's own zone; the server is told which by the offset added here.
import { two } from "../spans.js";

const local = (moment) =>
  `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}T${two(moment.getHours())}:${two(moment.getMinutes())}`;

class MomentField extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.form = this.field?.form;
    const given = new Date(this.getAttribute("value") || this.field?.getAttribute("value") || NaN);
    if (!Number.isNaN(given.valueOf())) this.field.value = local(given);
    this.form?.addEventListener("formdata", this);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("formdata", this);
  }

  handleEvent({ formData }) {
    const moment = new Date(this.field.value);
    if (this.field.value && !Number.isNaN(moment.valueOf())) formData.set(this.field.name, moment.toISOString());
  }
}
customElements.define("moment-field", MomentField);

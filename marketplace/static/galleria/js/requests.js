/* What every htmx request shares: the CSRF header, the progress bar, the toast when it fails.
   A response may ask for a toast with: HX-Trigger: {"toast": {"level": "success", "text": "..."}} */
const root = document.documentElement;
const toasts = document.getElementById("toasts");
const TOAST_MS = 6000;
let running = 0;

export function showToast({ level = "info", text = "", url = "", label = "" }) {
  const template = document.getElementById("toast-template");
  if (!toasts || !template || !text) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.dataset.level = level;
  const body = toast.querySelector(".toast__text");
  body.textContent = text;
  if (url && label) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = label;
    body.append(" ", link);
  }
  toast.querySelector("button").addEventListener("click", () => toast.remove());
  toasts.replaceChildren(toast);
  let timer = setTimeout(() => toast.remove(), TOAST_MS);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", () => {
    timer = setTimeout(() => toast.remove(), TOAST_MS);
  });
}

function started() {
  running += 1;
  root.dataset.busy = "";
}

function ended() {
  running = Math.max(0, running - 1);
  if (running) return;
  root.dataset.busy = "done";
  setTimeout(() => {
    if (!running) delete root.dataset.busy;
  }, 350);
}

function failed(event) {
  const status = event.detail.xhr ? event.detail.xhr.status : 0;
  const words = toasts ? toasts.dataset : {};
  const byStatus = { 0: words.offline, 403: words.forbidden, 429: words.slow };
  showToast({ level: "error", text: byStatus[status] || words.failed });
}

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name='csrf-token']");
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
});
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, formData, verb } = event.detail;
  if (verb !== "get" || !elt.matches("form[data-auto]")) return;
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
});
document.addEventListener("htmx:beforeSend", started);
document.addEventListener("htmx:afterRequest", ended);
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
document.addEventListener("toast", (event) => showToast(event.detail));

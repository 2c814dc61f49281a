/* What every htmx request shares: the CSRF header, the progress bar, the toast when it fails.
   A response may ask for a toast with HX-Trigger: {"toast": {"level": "success", "text": "..."}} */

/** @typedef {{level?: string, text?: string, url?: string, label?: string}} Toast */
/** @typedef {{verb: string, elt: Element, headers: Record<string, string>, formData: FormData}}
 *  Asking what htmx tells before a request */

const root = document.documentElement;
const toasts = document.getElementById("toasts");
const TOAST_MS = 6000;
let running = 0;

/** @param {Toast} toast */
export function showToast({ level = "info", text = "", url = "", label = "" }) {
  const template = document.getElementById("toast-template");
  if (!toasts || !(template instanceof HTMLTemplateElement) || !text) return;
  const copy = document.importNode(template.content, true);
  const toast = /** @type {HTMLElement} */ (copy.firstElementChild);
  const body = /** @type {HTMLElement} */ (toast.querySelector(".toast__text"));
  toast.dataset.level = level;
  body.textContent = text;
  if (url && label) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = label;
    body.append(" ", link);
  }
  toast.querySelector("button")?.addEventListener("click", () => toast.remove());
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

/** @param {Event} event of htmx, with the request that failed */
function failed(event) {
  const { xhr } = /** @type {CustomEvent<{xhr?: XMLHttpRequest}>} */ (event).detail;
  const status = xhr ? xhr.status : 0;
  const words = toasts ? toasts.dataset : {};
  /** @type {Record<number, string | undefined>} */
  const byStatus = { 0: words.offline, 403: words.forbidden, 429: words.slow };
  showToast({ level: "error", text: byStatus[status] || words.failed });
}

document.addEventListener("htmx:configRequest", (event) => {
  const { headers, verb } = /** @type {CustomEvent<Asking>} */ (event).detail;
  const token = document.querySelector("meta[name='csrf-token']")?.getAttribute("content");
  if (token && verb !== "get") headers["X-CSRFToken"] = token;
});
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, formData, verb } = /** @type {CustomEvent<Asking>} */ (event).detail;
  if (verb !== "get" || !elt.matches("form[data-auto]")) return;
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
});
document.addEventListener("htmx:beforeSend", started);
document.addEventListener("htmx:afterRequest", ended);
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
document.addEventListener("toast", (event) => {
  showToast(/** @type {CustomEvent<Toast>} */ (event).detail);
});

"use strict";
// Additions only: every page works without this.
document.addEventListener("DOMContentLoaded", () => {
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
  const ending = document.getElementById("ending");
  if (ending) {
    // the time of this page, not of a counter that stands still while the computer sleeps
    const end = Date.now() + Number(ending.dataset.minutes) * 60000;
    const show = () => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 60000));
      ending.hidden = left > 5;
      ending.querySelector("b").textContent = String(left);
    };
    show();
    setInterval(show, 15000);
  }
});
// A file may also be dropped on the form it would be chosen in.
document.addEventListener("DOMContentLoaded", () => {
  const forms = document.querySelectorAll("form.drop");
  for (const form of forms) {
    const input = form.querySelector("input[type=file]");
    input.addEventListener("change", () => input.setCustomValidity(""));
    for (const name of ["dragover", "dragleave", "drop"]) {
      form.addEventListener(name, (event) => {
        form.classList.toggle("over", name === "dragover");
        const files = event.dataTransfer.files;
        if (name !== "drop" || !files.length) return;
        const one = files.length === 1 || input.multiple;
        // of several the server would take one, and nobody would know which
        input.setCustomValidity(one ? "" : "一次只能放一个文件；几个文件请打成 zip");
        if (one) input.files = files;
        else input.reportValidity();
      });
    }
  }
  // beside the form a file would be opened in place of the page, with all that was typed in it
  for (const name of forms.length ? ["dragover", "drop"] : []) {
    document.addEventListener(name, (event) => event.preventDefault());
  }
});

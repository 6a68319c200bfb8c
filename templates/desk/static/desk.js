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
  for (const form of document.querySelectorAll("form.drop")) {
    const input = form.querySelector("input[type=file]");
    for (const name of ["dragover", "dragleave", "drop"]) {
      form.addEventListener(name, (event) => {
        event.preventDefault();
        form.classList.toggle("over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
      });
    }
  }
});

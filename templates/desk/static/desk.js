"use strict";
// Additions only: every page works without this.
document.addEventListener("DOMContentLoaded", () => {
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
  const ending = document.getElementById("ending");
  if (ending) {
    let left = Number(ending.dataset.minutes);
    const show = () => {
      ending.hidden = left > 5;
      ending.querySelector("b").textContent = String(Math.max(0, left));
      left -= 1;
    };
    show();
    setInterval(show, 60000);
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

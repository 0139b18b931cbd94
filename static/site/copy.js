/* Buttons with data-copy="id id": copy the texts of these elements, one a line. Without it the page works as well. */
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const lines = button.dataset.copy.split(" ").map((id) => {
      const value = document.getElementById(id);
      return `${value.previousElementSibling.textContent}: ${value.textContent}`;
    });
    await navigator.clipboard.writeText(lines.join("\n"));
    button.textContent = button.dataset.done;
  });
}

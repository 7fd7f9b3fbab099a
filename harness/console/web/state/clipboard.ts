/**
 * Puts a text on the clipboard, while a press is being answered. Where the page came over plain http from another machine, as in a class, a browser
 * has no clipboard for it but the one of old: copy what is selected.
 */
export async function copy(text: string): Promise<void> {
  if (window.isSecureContext) return await navigator.clipboard.writeText(text)
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'unseen'
  // Where a dialog is open, nothing outside it can have the focus.
  const place = document.querySelector('dialog[open]') ?? document.body
  const before = document.activeElement
  place.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
}

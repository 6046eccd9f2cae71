// Solves a small task while a comment is being written, so that a flood of comments is slow work for whoever sends it. Never
// required: without it a comment waits a little longer. Keeps nothing, and asks nobody but the page's own server.
for (const form of document.querySelectorAll('form[data-proof]')) if (window.crypto?.subtle) prove(form)

function prove(form) {
  const field = form.elements.namedItem('proof')
  const says = form.querySelector('[data-say]')
  let askedAt = 0
  let solving = null

  function begin() {
    // A task is good for an hour.
    if (solving && Date.now() - askedAt < 50 * 60_000) return solving
    askedAt = Date.now()
    field.value = ''
    solving = fetch(form.dataset.proof)
      .then((answer) => answer.json())
      .then(solve)
      .then((proof) => {
        field.value = proof
      })
      .catch(() => {
        solving = null
      })
    return solving
  }

  form.addEventListener('focusin', begin)
  form.addEventListener('submit', (event) => {
    const begun = begin()
    if (field.value) return
    event.preventDefault()
    says.textContent = says.dataset.say
    const late = new Promise((resolve) => setTimeout(resolve, 15_000))
    Promise.race([begun, late]).then(() => form.submit())
  })
  // Back from the next page: the task was used up.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return
    solving = null
    field.value = ''
    says.textContent = ''
  })
}

async function solve({ challenge, bits }) {
  const words = new TextEncoder()
  for (let first = 0; ; first += 64) {
    const tries = Array.from({ length: 64 }, (_, index) => `${challenge}:${first + index}`)
    const digests = await Promise.all(tries.map((text) => crypto.subtle.digest('SHA-256', words.encode(text))))
    const found = digests.findIndex((digest) => Math.clz32(new DataView(digest).getUint32(0)) >= bits)
    if (found >= 0) return tries[found]
  }
}

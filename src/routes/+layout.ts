// Readers get pages without any script; the desk switches it on for itself.
export const csr = false

package config

import (
	"bytes"
	"errors"
	"io/fs"

	"golang.org/x/crypto/ssh"
)

// readPrivateKey reads private_key_file and tries the key with its passphrase, so that a wrong one shows now and
// not at the first poll.
func (a *Auth) readPrivateKey(text authText) {
	v := text.given["private_key_file"]
	_, wantsPassphrase := a.origins["private_key_passphrase"]
	if !v.given() {
		if wantsPassphrase {
			text.given[a.origins["private_key_passphrase"]].bad("there is no key to open with it", "private_key_file as well, or leave it out")
		}
		return
	}
	a.origins["private_key"] = v.key
	pem := v.secretFile()
	if pem == nil || wantsPassphrase && !a.PrivateKeyPassphrase.IsSet() {
		return // already reported
	}
	if what, write := checkKey(pem, a.PrivateKeyPassphrase); what != "" {
		v.bad(v.shownPath()+" "+what, write)
		return
	}
	a.PrivateKey = NewSecret(string(pem))
}

// checkKey says what is wrong with a key and what to do, or nothing. It leaves out the library's own errors, which
// may quote the key.
func checkKey(pem []byte, passphrase Secret) (what, write string) {
	_, err := ssh.ParsePrivateKey(pem)
	var missing *ssh.PassphraseMissingError
	switch {
	case err == nil && passphrase.IsSet():
		return "is not encrypted", "no passphrase for it"
	case err == nil:
		return "", ""
	case errors.As(err, &missing) && !passphrase.IsSet():
		return "is encrypted", "private_key_passphrase_file as well"
	case errors.As(err, &missing):
		return checkPassphrase(pem, passphrase)
	}
	return wrongKey(pem)
}

// checkPassphrase does not distinguish errors: a wrong passphrase for a key in the old PEM form sometimes passes
// the decryption and yields garbage, which can be any error.
func checkPassphrase(pem []byte, passphrase Secret) (what, write string) {
	if _, err := ssh.ParsePrivateKeyWithPassphrase(pem, []byte(passphrase.Reveal())); err != nil {
		return "cannot be opened with this passphrase", "the right one (ssh-keygen -p -f KEY tries it and sets a new one)"
	}
	return "", ""
}

func wrongKey(pem []byte) (what, write string) {
	const convert = "the path of a private key in OpenSSH or PEM form"
	if bytes.HasPrefix(pem, []byte("PuTTY-User-Key-File")) {
		return "is a PuTTY key", convert + " (puttygen KEY.ppk -O private-openssh -o KEY)"
	}
	if _, _, _, _, err := ssh.ParseAuthorizedKey(pem); err == nil {
		return "is a public key", "the path of the private key (without .pub)"
	}
	return "holds no private key that can be used", convert
}

// withoutPath keeps of an error only what errors.Is can ask for.
func withoutPath(err error) error {
	for _, known := range []error{fs.ErrNotExist, fs.ErrPermission} {
		if errors.Is(err, known) {
			return known
		}
	}
	return nil
}

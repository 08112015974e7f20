// Package sign signs the sums of a report with an SSH key and checks such signatures, in the format of ssh-keygen -Y
// (OpenSSH's PROTOCOL.sshsig), so that an auditor needs no program of ours to check one.
//
// Keys, algorithms and passphrases are the Go project's own golang.org/x/crypto/ssh; the envelope is
// github.com/hiddeco/sshsig because it is some 400 lines on top of that and nothing else, is tested against
// ssh-keygen itself, and is carried by Debian. Both are imported here only.
//
// Left out on purpose: certificates, DSA, and keys that only an agent or a security key holds. Who has one of the
// latter signs with ssh-keygen, and Check accepts it.
package sign

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Namespace is what a signature is for: one made for anything else, a commit or a mail, never passes for a report's.
const Namespace = "coupefeu"

// Key is a private key that can sign.
type Key struct{ signer ssh.Signer }

// KeyError says why a key file cannot be used.
type KeyError struct {
	Reason string // lower case, no full stop
	Hint   string // what to do; KEY stands for the file, OUT/PERIOD for the report's folder
}

// Error is the reason.
func (e *KeyError) Error() string { return e.Reason }

// ReadKey reads the file of a private key, as ssh-keygen or openssl writes it. passphrase is called if, and only if, the
// file is encrypted in a way that can be read. The key has signed once before ReadKey returns, so that one that cannot
// is found at once. The error is a *KeyError, or wraps that of passphrase.
func ReadKey(file []byte, passphrase func() ([]byte, error)) (*Key, error) {
	if err := refuse(file); err != nil {
		return nil, err
	}
	raw, err := ssh.ParseRawPrivateKey(file)
	var encrypted *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &encrypted):
		if raw, err = decrypt(file, passphrase); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, damaged // what the library says speaks of the format's fields
	}
	if err := refuseKind(raw); err != nil {
		return nil, err
	}
	signer, err := ssh.NewSignerFromKey(raw)
	if err != nil {
		return nil, &KeyError{Reason: "this kind of key is not supported", Hint: hintKinds}
	}
	key := &Key{signer}
	if err := key.try(); err != nil {
		return nil, err
	}
	return key, nil
}

// decrypt asks for the passphrase of a key.
func decrypt(file []byte, passphrase func() ([]byte, error)) (any, error) {
	word, err := passphrase()
	if err != nil {
		return nil, fmt.Errorf("asking for the passphrase: %w", err)
	}
	wrong := &KeyError{Reason: "the passphrase is wrong"}
	if len(word) == 0 {
		return nil, wrong
	}
	raw, err := ssh.ParseRawPrivateKeyWithPassphrase(file, word)
	if errors.Is(err, x509.IncorrectPasswordError) {
		return nil, wrong
	}
	if err != nil {
		return nil, damaged
	}
	return raw, nil
}

// refuseKind refuses the keys that this package does not sign with, though they can be read.
func refuseKind(raw any) error {
	switch raw.(type) {
	case *rsa.PrivateKey, *ecdsa.PrivateKey, ed25519.PrivateKey, *ed25519.PrivateKey:
		return nil
	}
	return &KeyError{Reason: "this kind of key cannot sign", Hint: hintKinds}
}

// try signs something and checks it: a key that is too short or whose halves do not belong together fails here.
func (k *Key) try() error {
	signature, err := k.Sign(nil)
	if err == nil {
		_, err = Check(signature, nil)
	}
	if err != nil {
		return &KeyError{Reason: "the key does not sign: it is too short, or damaged", Hint: hintKinds}
	}
	return nil
}

// Signer is who signs with the key.
func (k *Key) Signer() Signer { return signerOf(k.signer.PublicKey()) }

// Sign signs a message for the Namespace and returns what ssh-keygen -Y sign would write beside it. An Ed25519 or RSA
// key gives the same bytes each time; an ECDSA key does not.
func (k *Key) Sign(message []byte) ([]byte, error) {
	signature, err := sshsig.Sign(bytes.NewReader(message), k.signer, sshsig.HashSHA512, Namespace)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	return armor(signature, widths[0]), nil
}

package sign

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Signer is who made a signature. Two are the same key if they are equal.
type Signer struct {
	Kind        string // as ssh-keygen names it: ED25519, ECDSA, RSA, ED25519-SK, ECDSA-SK
	Fingerprint string // as ssh-keygen prints it: "SHA256:" and the digest in base64

	key string // the public key as SSH transmits it
}

// String names the key as ssh-keygen does, as in "ED25519 key SHA256:…".
func (s Signer) String() string { return s.Kind + " key " + s.Fingerprint }

func signerOf(key ssh.PublicKey) Signer {
	return Signer{Kind: kindOf(key), Fingerprint: ssh.FingerprintSHA256(key), key: string(key.Marshal())}
}

// kinds are the keys whose signatures count.
var kinds = map[string]string{
	ssh.KeyAlgoED25519:    "ED25519",
	ssh.KeyAlgoECDSA256:   "ECDSA",
	ssh.KeyAlgoECDSA384:   "ECDSA",
	ssh.KeyAlgoECDSA521:   "ECDSA",
	ssh.KeyAlgoRSA:        "RSA",
	ssh.KeyAlgoSKED25519:  "ED25519-SK",
	ssh.KeyAlgoSKECDSA256: "ECDSA-SK",
}

// kindOf is the name of a key's kind, "" where its signatures do not count.
func kindOf(key ssh.PublicKey) string { return kinds[key.Type()] }

func onSecurityKey(key ssh.PublicKey) bool {
	return strings.HasSuffix(kindOf(key), "-SK")
}

// The mistakes of a signature that have nothing to say but themselves.
var (
	errNoSignature = errors.New("it is no SSH signature as ssh-keygen -Y sign writes it, or is damaged")
	errCertificate = errors.New("it was made with a certificate, which is not supported: sign with the plain key")
	errMessage     = errors.New("it is not a signature of these bytes: they or the signature were changed since")
	errTouch       = errors.New("it is not a signature of these bytes, or nobody touched the security key for it")
)

// Check tells who signed a message: that the holder of the key that the signature names did so, for the Namespace, not
// that this key may. Every byte of the signature counts: one that is written in any other way than ssh-keygen writes it
// is refused, so that none can change unseen.
func Check(signature, message []byte) (Signer, error) {
	s, err := read(signature)
	if err != nil {
		return Signer{}, err
	}
	if _, certified := s.PublicKey.(*ssh.Certificate); certified {
		return Signer{}, errCertificate
	}
	if kindOf(s.PublicKey) == "" {
		return Signer{}, fmt.Errorf("it was made with a key of the kind %s, which is not supported", s.PublicKey.Type())
	}
	if s.Namespace != Namespace {
		return Signer{}, fmt.Errorf("it was made for %q, not for %q: sign with ssh-keygen -Y sign -n %s", s.Namespace, Namespace, Namespace)
	}
	if sshsig.Verify(bytes.NewReader(message), s, s.PublicKey, s.HashAlgorithm, Namespace) != nil {
		if onSecurityKey(s.PublicKey) {
			return Signer{}, errTouch
		}
		return Signer{}, errMessage
	}
	return signerOf(s.PublicKey), nil
}

// The lines around a signature.
const (
	firstLine = "-----BEGIN SSH SIGNATURE-----\n"
	lastLine  = "-----END SSH SIGNATURE-----\n"
)

// widths are the lengths of the lines between them: ssh-keygen's, and that of the programs that write them as PEM.
var widths = [...]int{70, 64}

// read takes a signature apart. Written again, it must give the same bytes: that rules out what the format leaves open,
// such as words in its reserved field, spare bits of base64, blanks, or text before and after.
func read(signature []byte) (*sshsig.Signature, error) {
	s, err := sshsig.Unarmor(signature)
	if err != nil {
		return nil, errNoSignature // what the library says speaks of the format's fields
	}
	same := func(width int) bool { return bytes.Equal(signature, armor(s, width)) }
	if !slices.ContainsFunc(widths[:], same) {
		return nil, errNoSignature
	}
	// What follows a signature proper is only for security keys, which tell there that somebody touched them.
	if len(s.Signature.Rest) > 0 && !onSecurityKey(s.PublicKey) {
		return nil, errNoSignature
	}
	return s, nil
}

// armor writes a signature as text.
func armor(s *sshsig.Signature, width int) []byte {
	text := []byte(base64.StdEncoding.EncodeToString(s.Marshal()))
	out := []byte(firstLine)
	for line := range slices.Chunk(text, width) {
		out = append(append(out, line...), '\n')
	}
	return append(out, lastLine...)
}

// go mod init hello && go get github.com/golang-jwt/jwt/v5@v5.2.2 && go run .
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"math/big"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var errOutage = errors.New("the issuer's keys cannot be read")

// KeySet is the issuer's keys for ES256: kept for five minutes, and looked for again because of an unknown key twice
// a minute at most, so that forged tokens make no requests.
type KeySet struct {
	url    string
	client http.Client
	lock   sync.Mutex
	keys   map[string]*ecdsa.PublicKey
	readAt time.Time
}

func (s *KeySet) find(token *jwt.Token) (any, error) {
	kid, _ := token.Header["kid"].(string)
	s.lock.Lock()
	defer s.lock.Unlock()
	key, known := s.keys[kid]
	age := time.Since(s.readAt)
	if age > 5*time.Minute || (!known && age > 30*time.Second) {
		keys, err := s.read()
		if err != nil {
			return nil, fmt.Errorf("%w: %v", errOutage, err)
		}
		s.keys, s.readAt = keys, time.Now()
		key, known = keys[kid]
	}
	if !known {
		return nil, errors.New("unknown key")
	}
	return key, nil
}

func (s *KeySet) read() (map[string]*ecdsa.PublicKey, error) {
	response, err := s.client.Get(s.url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(response.Status)
	}
	var set struct {
		Keys []struct{ Kid, Kty, Crv, X, Y string }
	}
	if err := json.NewDecoder(response.Body).Decode(&set); err != nil {
		return nil, err
	}
	keys := map[string]*ecdsa.PublicKey{}
	for _, key := range set.Keys {
		x, errX := base64.RawURLEncoding.DecodeString(key.X)
		y, errY := base64.RawURLEncoding.DecodeString(key.Y)
		if key.Kty != "EC" || key.Crv != "P-256" || errX != nil || errY != nil {
			continue // of another algorithm
		}
		keys[key.Kid] = &ecdsa.PublicKey{
			Curve: elliptic.P256(), X: new(big.Int).SetBytes(x), Y: new(big.Int).SetBytes(y),
		}
	}
	return keys, nil
}

// Claims of an access token (RFC 9068 §2.2).
type Claims struct {
	jwt.RegisteredClaims
	ClientID string          `json:"client_id"`
	Scope    string          `json:"scope"`
	Cnf      json.RawMessage `json:"cnf"`
}

type claimsKey struct{}

var bearer = regexp.MustCompile(`^(?i:Bearer) +([\w.~+/=-]+)$`)

// requireScope lets requests through that bring a token with this scope.
func requireScope(parser *jwt.Parser, keys *KeySet, scope string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		refuse := func(status int, detail string) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="hello"`+detail)
			w.WriteHeader(status)
		}
		presented := bearer.FindStringSubmatch(r.Header.Get("Authorization"))
		if presented == nil {
			refuse(http.StatusUnauthorized, "")
			return
		}
		claims := &Claims{}
		token, err := parser.ParseWithClaims(presented[1], claims, keys.find)
		if errors.Is(err, errOutage) {
			log.Print(err)
			w.Header().Set("Retry-After", "5")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		// An id_token is no access token; a token that is bound to a key is no bearer token (RFC 9449 §7.2).
		if err != nil || !isAccessToken(token) || claims.Subject == "" || claims.ClientID == "" || claims.Cnf != nil {
			refuse(http.StatusUnauthorized, `, error="invalid_token"`)
			return
		}
		if !contains(strings.Split(claims.Scope, " "), scope) {
			refuse(http.StatusForbidden, `, error="insufficient_scope", scope="`+scope+`"`)
			return
		}
		next(w, r.WithContext(context.WithValue(r.Context(), claimsKey{}, claims)))
	}
}

func isAccessToken(token *jwt.Token) bool {
	typ, _ := token.Header["typ"].(string)
	return strings.TrimPrefix(strings.ToLower(typ), "application/") == "at+jwt"
}

func contains(list []string, wanted string) bool {
	for _, one := range list {
		if one == wanted {
			return true
		}
	}
	return false
}

func main() {
	issuer, audience := os.Getenv("ISSUER"), os.Getenv("AUDIENCE")
	if issuer == "" || audience == "" { // an empty one would not be looked at
		log.Fatal("Set ISSUER and AUDIENCE.")
	}
	keys := &KeySet{url: issuer + "/oauth2/jwks", client: http.Client{Timeout: 5 * time.Second}}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{"ES256"}),
		jwt.WithIssuer(issuer),
		jwt.WithAudience(audience),
		jwt.WithExpirationRequired(),
	)
	http.HandleFunc("/hello", requireScope(parser, keys, "hello:read", func(w http.ResponseWriter, r *http.Request) {
		claims := r.Context().Value(claimsKey{}).(*Claims)
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]string{"hello": claims.Subject, "by": claims.ClientID})
	}))
	address := "127.0.0.1:" + os.Getenv("PORT")
	log.Print("Listening on http://", address)
	log.Fatal(http.ListenAndServe(address, nil))
}

// Reads a log with Go's golang.org/x/mod/sumdb packages, as they come: the signed checkpoints of two sizes, the consistency
// between them, the inclusion of entries, and that a forged entry is refused.
//
// usage: check FOLDER KEY OLD-CHECKPOINT
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// head opens a signed checkpoint and reads its tree.
func head(file, key string) tlog.Tree {
	bytes, err := os.ReadFile(file)
	check(err)
	verifier, err := note.NewVerifier(key)
	check(err)
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		check(errors.New("another origin: " + lines[0]))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

// files reads tiles from a folder. Only the spelling of the path is ours: C2SP's tile/L/N where Go's checksum database has
// tile/8/L/N.
type files struct{ folder string }

func (f files) Height() int                          { return 8 }
func (f files) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(f.folder, path))
		if err != nil && tile.W < 256 {
			full := tile
			full.W = 256
			path = strings.Replace(full.Path(), "tile/8/", "tile/", 1)
			bytes, err = os.ReadFile(filepath.Join(f.folder, path))
			if len(bytes) > tile.W*tlog.HashSize {
				bytes = bytes[:tile.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

// entry reads one entry from its bundle.
func (f files) entry(index, size int64) []byte {
	tile := tlog.Tile{H: 8, L: 0, N: index / 256, W: 256}
	if left := size - tile.N*256; left < 256 {
		tile.W = int(left)
	}
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	bundle, err := os.ReadFile(filepath.Join(f.folder, path))
	check(err)
	for at := int64(0); at < index%256; at++ {
		bundle = bundle[2+int(binary.BigEndian.Uint16(bundle)):]
	}
	return bundle[2 : 2+int(binary.BigEndian.Uint16(bundle))]
}

func main() {
	store := files{os.Args[1]}
	tree, old := head(filepath.Join(os.Args[1], "checkpoint"), os.Args[2]), head(os.Args[3], os.Args[2])
	reader := tlog.TileHashReader(tree, store)
	proof, err := tlog.ProveTree(tree.N, old.N, reader)
	check(err)
	check(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))
	for index := int64(0); index < tree.N; index += 1 + tree.N/50 {
		path, err := tlog.ProveRecord(tree.N, index, reader)
		check(err)
		bytes := store.entry(index, tree.N)
		check(tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(bytes)))
		forged := append([]byte("forged "), bytes...)
		if tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(forged)) == nil {
			check(fmt.Errorf("a forged entry %d was taken", index))
		}
	}
	fmt.Printf("ok %d -> %d\n", old.N, tree.N)
}

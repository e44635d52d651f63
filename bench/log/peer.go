// The same log by Go's golang.org/x/mod/sumdb packages: entries hashed, tiles and bundles written, flushed, a checkpoint signed
// for each batch; then proofs from tiles in memory.
//
// usage: peer FOLDER ENTRIES BATCH
package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func entry(n int64) []byte {
	return []byte(fmt.Sprintf("sunshine/1\nkind decision.published\nref %032x\nrule -\ncommit %064x\nsupersedes -\n", n, n))
}

// hashes is what the package asks of a log's storage, kept in memory.
type hashes []tlog.Hash

func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		out[i] = (*h)[index]
	}
	return out, nil
}

func write(name string, bytes []byte) {
	err := os.WriteFile(name, bytes, 0o644)
	if os.IsNotExist(err) {
		check(os.MkdirAll(filepath.Dir(name), 0o755))
		err = os.WriteFile(name, bytes, 0o644)
	}
	check(err)
}

// syncfs flushes the file system of a folder, as the other side does.
func syncfs(folder string) {
	dir, err := os.Open(folder)
	check(err)
	_, _, code := syscall.Syscall(306, dir.Fd(), 0, 0)
	if code != 0 {
		check(code)
	}
	dir.Close()
}

type cache map[tlog.Tile][]byte

func (c cache) Height() int                          { return 8 }
func (c cache) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (c cache) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, tile := range tiles {
		out[i] = c[tile]
	}
	return out, nil
}

func main() {
	folder := os.Args[1]
	total, err := strconv.ParseInt(os.Args[2], 10, 64)
	check(err)
	batch, err := strconv.ParseInt(os.Args[3], 10, 64)
	check(err)
	signer, err := note.NewSigner("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
	check(err)
	all := make([][]byte, batch)
	for i := range all {
		all[i] = entry(int64(i))
	}
	stored := make(hashes, 0, 2*total+64)
	tiles := cache{}
	var bundle []byte
	var size int64
	var tree tlog.Hash
	begun := time.Now()
	for size < total {
		old := size
		for _, data := range all {
			more, err := tlog.StoredHashes(size, data, &stored)
			check(err)
			stored = append(stored, more...)
			bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(data)))
			bundle = append(bundle, data...)
			size++
			if size%256 == 0 {
				tile := tlog.Tile{H: 8, L: 0, N: size/256 - 1, W: 256}
				write(filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/0", "tile/entries", 1)), bundle)
				bundle = bundle[:0]
			}
		}
		if size%256 != 0 {
			tile := tlog.Tile{H: 8, L: 0, N: size / 256, W: int(size % 256)}
			write(filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/0", "tile/entries", 1)), bundle)
		}
		for _, tile := range tlog.NewTiles(8, old, size) {
			bytes, err := tlog.ReadTileData(tile, &stored)
			check(err)
			tiles[tile] = bytes
			write(filepath.Join(folder, tile.Path()), bytes)
		}
		syncfs(folder)
		tree, err = tlog.TreeHash(size, &stored)
		check(err)
		text := fmt.Sprintf("PeterNeumann\n%d\n%s\n", size, tree.String())
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		check(err)
		file, err := os.Create(filepath.Join(folder, "checkpoint.new"))
		check(err)
		_, err = file.Write(signed)
		check(err)
		check(file.Sync())
		file.Close()
		check(os.Rename(filepath.Join(folder, "checkpoint.new"), filepath.Join(folder, "checkpoint")))
		syncfs(folder)
	}
	took := time.Since(begun)
	status, _ := os.ReadFile("/proc/self/status")
	peak := "?"
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "VmHWM:") {
			peak = strings.TrimSpace(strings.TrimPrefix(line, "VmHWM:"))
		}
	}
	fmt.Printf("append %d %.3f %s peak %s\n", size, took.Seconds(), hex.EncodeToString(tree[:]), peak)

	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: tree}, tiles)
	var times []int64
	var sum int64
	for n := uint64(0); n < 20000; n++ {
		index := int64((n * 0x9e3779b97f4a7c15) % uint64(size))
		begun := time.Now()
		_, err := tlog.ProveRecord(size, index, reader)
		check(err)
		took := time.Since(begun).Nanoseconds()
		times = append(times, took)
		sum += took
	}
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	fmt.Printf("proof %d %d %d\n", sum/int64(len(times)), times[len(times)/2], times[len(times)*99/100])
}

// Min-cost flow by LEMON on the files of the bench: one line per algorithm, name, cost, processor seconds.
#include <lemon/capacity_scaling.h>
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>
using namespace lemon;

static std::vector<int64_t> numbers(const std::string &path) {
    std::ifstream f(path, std::ios::binary | std::ios::ate);
    std::vector<int64_t> v(f.tellg() / 8);
    f.seekg(0);
    f.read((char *)v.data(), v.size() * 8);
    return v;
}
template <class A> static void solve(const char *name, SmartDigraph &g, SmartDigraph::ArcMap<int64_t> &cap,
                                     SmartDigraph::ArcMap<int64_t> &cost, SmartDigraph::NodeMap<int64_t> &supply) {
    clock_t t = clock();
    A a(g);
    a.upperMap(cap).costMap(cost).supplyMap(supply).run();
    printf("%s %lld %.3f\n", name, (long long)a.template totalCost<int64_t>(), (double)(clock() - t) / CLOCKS_PER_SEC);
    fflush(stdout);
}
int main(int, char **argv) {
    std::string d = argv[1];
    auto starts = numbers(d + "/starts.i64"), posts = numbers(d + "/posts.i64"), costs = numbers(d + "/costs.i64"),
         bench = numbers(d + "/bench.i64"), quota = numbers(d + "/quota.i64");
    SmartDigraph g;
    size_t n = bench.size(), p = quota.size();
    std::vector<SmartDigraph::Node> node;
    for (size_t i = 0; i < n + p + 1; i++) node.push_back(g.addNode());
    SmartDigraph::ArcMap<int64_t> cap(g), cost(g);
    SmartDigraph::NodeMap<int64_t> supply(g, 0);
    auto arc = [&](size_t a, size_t b, int64_t c, int64_t k) {
        auto e = g.addArc(node[a], node[b]);
        cost[e] = c;
        cap[e] = k;
    };
    for (size_t i = 0; i < n; i++) {
        supply[node[i]] = 1;
        for (int64_t a = starts[i]; a < starts[i + 1]; a++) arc(i, n + posts[a], costs[a], 1);
        if (bench[i] >= 0) arc(i, n + p, bench[i], 1);
    }
    for (size_t j = 0; j < p; j++) arc(n + j, n + p, 0, quota[j]);
    supply[node[n + p]] = -(int64_t)n;
    solve<NetworkSimplex<SmartDigraph, int64_t>>("NetworkSimplex", g, cap, cost, supply);
    solve<CostScaling<SmartDigraph, int64_t>>("CostScaling", g, cap, cost, supply);
    solve<CapacityScaling<SmartDigraph, int64_t>>("CapacityScaling", g, cap, cost, supply);
}

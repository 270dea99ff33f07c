import torch

curvatures = torch.tensor([0.05, 20.0], dtype=torch.float64)
theta = torch.nn.Parameter(torch.tensor([-10.0, 1.0], dtype=torch.float64))
optimizer = torch.optim.SGD([theta], lr=0.098, momentum=0.9)

for step in range(1, 51):
    optimizer.zero_grad()
    loss = (curvatures * theta**2).sum() / 2
    loss.backward()
    optimizer.step()
print(f"step {step}: theta = ({theta[0].item():.3f}, {theta[1].item():.3f})")
